/** Tests of the sample programs and of the README. */
@NullMarked
package org.infoscope.sample;

import org.jspecify.annotations.NullMarked;
