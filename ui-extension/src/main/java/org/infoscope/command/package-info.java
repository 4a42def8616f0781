/**
 * The command line: lists, exports and serves recorded runs, and measures activations that anything saved.
 *
 * <p>{@link org.infoscope.command.Main} is the entry point. Results go to standard output and nothing else does; messages
 * and the log go to standard error. Exit codes: 0 done, 1 failed (with a reason), 2 wrong usage.
 */
@NullMarked
package org.infoscope.command;

import org.jspecify.annotations.NullMarked;
