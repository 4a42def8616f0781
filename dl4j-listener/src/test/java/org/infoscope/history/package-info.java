/** Tests of the run's records, the one-file history and the exporters. */
@NullMarked
package org.infoscope.history;

import org.jspecify.annotations.NullMarked;
