package org.infoscope.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;

/** One source's machine code, loaded. To be closed. */
final class DeviceCode implements AutoCloseable {

    private final CUmod_st module = new CUmod_st();
    private final Map<String, CUfunc_st> kernels = new ConcurrentHashMap<>();

    /** Compiles a resource and loads it to the device that is set. */
    DeviceCode(String source, int capability) {
        byte[] cubin = Compiler.cubin(source, capability);
        try (BytePointer image = new BytePointer(cubin)) {
            Status.driver(cudart.cuModuleLoadData(module, image), "loading " + source);
        }
    }

    /**
     * Starts a kernel.
     *
     * @param arguments of it, in order: {@code Integer}, {@code Long}, {@code Double}, or a {@code Pointer} to device memory
     */
    @SuppressWarnings("try")
    void launch(String kernel, int blocks, int threads, CUstream_st stream, Object... arguments) {
        CUfunc_st function = kernels.computeIfAbsent(kernel, this::find);
        try (PointerScope scope = new PointerScope()) {
            PointerPointer<Pointer> values = new PointerPointer<>(arguments.length);
            for (int k = 0; k < arguments.length; k++) {
                values.put(k, value(arguments[k]));
            }
            PointerPointer<?> none = null;
            Status.driver(
                    cudart.cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, stream, values, none),
                    "the launch of " + kernel);
        }
    }

    private CUfunc_st find(String kernel) {
        CUfunc_st function = new CUfunc_st();
        Status.driver(cudart.cuModuleGetFunction(function, module, kernel), "looking up " + kernel);
        return function;
    }

    private static Pointer value(Object argument) {
        if (argument instanceof Integer number) {
            return new IntPointer(new int[] {number});
        }
        if (argument instanceof Long number) {
            return new LongPointer(new long[] {number});
        }
        if (argument instanceof Double number) {
            return new DoublePointer(new double[] {number});
        }
        return new LongPointer(new long[] {((Pointer) argument).address()});
    }

    @Override
    public void close() {
        if (!module.isNull()) {
            cudart.cuModuleUnload(module);
            module.setNull();
        }
    }
}
