/**
 * What is measured: {@link org.infoscope.metric.Metric} and one type per metric.
 *
 * <p>Nothing here knows Deeplearning4j: a metric sees a {@link org.infoscope.metric.Snapshot} of one layer's
 * activations and answers with a {@link org.infoscope.metric.MetricResult}.
 */
@NullMarked
package org.infoscope.metric;

import org.jspecify.annotations.NullMarked;
