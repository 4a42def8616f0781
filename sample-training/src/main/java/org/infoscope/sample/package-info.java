/**
 * Runnable programs: {@link org.infoscope.sample.TrainingSample} trains a small network with the dashboard up, {@link
 * org.infoscope.sample.Snippet} is the short program of the README. Nothing depends on this package.
 */
@NullMarked
package org.infoscope.sample;

import org.jspecify.annotations.NullMarked;
