package org.infoscope.kernel.check;

import java.util.function.Consumer;
import org.infoscope.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A device with an engine on it, as {@link DeviceCheck} asks for it. For one thread. */
public interface Device extends AutoCloseable {

    /**
     * What it is.
     *
     * @return for people, with versions
     */
    String description();

    /**
     * The engine.
     *
     * @return closed with the device
     */
    Kernels kernels();

    /**
     * What copying from the device to itself achieves.
     *
     * @return bytes per second, read and written ones
     */
    double copyRate();

    /**
     * What a product of large matrices achieves.
     *
     * @param single in single precision, not in double
     * @return floating-point operations per second
     */
    double matrixRate(boolean single);

    /**
     * Does work once, on an array that is where the host has it, and says how long the device computed.
     *
     * @param array of the host
     * @param work asks the engine it is given
     * @return seconds without transfers
     */
    double computing(INDArray array, Consumer<Kernels> work);

    @Override
    void close();
}
