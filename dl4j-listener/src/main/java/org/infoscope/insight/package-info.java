/**
 * What the readings of a run say in plain words: rules that watch the sampled steps, and the insights they give. The same
 * rules serve a run that trains and one that is read back.
 */
@NullMarked
package org.infoscope.insight;

import org.jspecify.annotations.NullMarked;
