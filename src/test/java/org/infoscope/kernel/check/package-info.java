/** The check of an engine on a device: parity, times and rates as a table. Run by {@code src/gpu/check}. */
@NullMarked
package org.infoscope.kernel.check;

import org.jspecify.annotations.NullMarked;
