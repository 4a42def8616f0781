package org.infoscope.kernel.check;

import java.util.List;
import java.util.Optional;

/** Devices, found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {

    /**
     * Which engine it has.
     *
     * @return as {@code --engine} names it
     */
    String engine();

    /**
     * Whether it is here.
     *
     * @return empty if it is; else why not
     */
    Optional<String> obstacle();

    /**
     * What the engine must pass.
     *
     * @return names of test classes on the class path
     */
    List<String> parityTests();

    /**
     * Takes the device.
     *
     * @param quick whether rates are measured on tiny matrices, to see that it works
     * @return to be closed
     */
    Device open(boolean quick);
}
