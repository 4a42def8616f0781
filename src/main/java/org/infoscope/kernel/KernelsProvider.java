package org.infoscope.kernel;

import java.util.Optional;

/**
 * An engine of an optional module, found by {@link java.util.ServiceLoader}. Its class must load, and {@link #obstacle} must
 * answer, on any machine: without a device, a driver or the libraries.
 */
public interface KernelsProvider {

    /**
     * Which engine it is.
     *
     * @return the name by which {@link KernelsChoice} asks for it, for example {@code cuda}
     */
    String name();

    /**
     * Whether this machine can run it.
     *
     * @return empty if it can; else why not, a sentence for a person, for example that there is no driver
     */
    Optional<String> obstacle();

    /**
     * An engine, asked for where there is no obstacle.
     *
     * @return to be closed after the last use
     * @throws RuntimeException if it cannot be had after all; its message says why
     */
    Kernels open();
}
