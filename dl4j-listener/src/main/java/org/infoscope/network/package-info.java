/**
 * A private copy of a network, through which the probe runs, and, when a metric asks for it, gradients run back:
 * {@link org.infoscope.network.Replica}.
 *
 * <p>Nothing here touches the training network, its workspaces, masks, recurrent state or random stream; nothing here
 * knows when or why a sample is taken.
 */
@NullMarked
package org.infoscope.network;

import org.jspecify.annotations.NullMarked;
