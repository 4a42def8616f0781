/**
 * A recorded run as one HTML file that opens offline: facts, curves, distributions, insights and settings, without scripts. Knows records and
 * rules only.
 */
@NullMarked
package org.infoscope.report;

import org.jspecify.annotations.NullMarked;
