/**
 * What a user attaches to a fit loop: {@link org.infoscope.listener.RepresentationListener}, the
 * {@link org.infoscope.listener.Probe} that it measures on and the {@link org.infoscope.listener.Schedule} that says when.
 *
 * <p>On the training thread a sampled step costs one copy of the parameter vector. Everything else happens on a worker
 * thread, on a private copy of the network, so that training stays bit-for-bit the same.
 */
@NullMarked
package org.infoscope.listener;

import org.jspecify.annotations.NullMarked;
