/**
 * The run as it is kept: reports that travel through any DL4J storage, the one-file history, exports.
 */
@NullMarked
package org.infoscope.history;

import org.jspecify.annotations.NullMarked;
