/** Tests of the kernels: slow independent oracles, and the contract that every engine keeps. */
@NullMarked
package org.infoscope.kernel;

import org.jspecify.annotations.NullMarked;
