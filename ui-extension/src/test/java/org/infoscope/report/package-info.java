/** Tests of reports. */
@NullMarked
package org.infoscope.report;

import org.jspecify.annotations.NullMarked;
