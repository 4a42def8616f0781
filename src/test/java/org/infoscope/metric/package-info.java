/** Tests of the metrics: known answers, identities, and the contract that every metric keeps. */
@NullMarked
package org.infoscope.metric;

import org.jspecify.annotations.NullMarked;
