package org.infoscope.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One source's machine code, loaded. To be closed. */
final class DeviceCode implements AutoCloseable {

    /** What a block may have without being asked for: 48 KB less what the kernel declares itself, which is no more than 8. */
    private static final int FREELY_SHARED = 40 << 10;

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
     * Starts a kernel that asks for no shared memory beyond its own.
     *
     * @param arguments of it, in order: {@code Integer}, {@code Long}, {@code Double}, or a {@code Pointer} to device memory
     */
    void launch(String kernel, int blocks, int threads, CUstream_st stream, Object... arguments) {
        launch(kernel, blocks, threads, 0, stream, arguments);
    }

    /**
     * Starts a kernel.
     *
     * @param sharedBytes of each block, beside what the kernel declares
     * @param arguments as above
     */
    void launch(String kernel, int blocks, int threads, int sharedBytes, CUstream_st stream, Object... arguments) {
        CUfunc_st function = kernels.computeIfAbsent(kernel, this::find);
        String tried = "the launch of " + kernel;
        if (sharedBytes > FREELY_SHARED) {
            int maximum = cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
            Status.driver(cudart.cuFuncSetAttribute(function, maximum, sharedBytes), tried);
        }
        int count = arguments.length;
        // Eight bytes per value, then where each of these lies: the processors that CUDA runs beside are little-endian.
        try (LongPointer slots = new LongPointer(2L * count)) {
            for (int k = 0; k < count; k++) {
                slots.put(k, bits(arguments[k]));
                slots.put(count + k, slots.address() + (long) Long.BYTES * k);
            }
            PointerPointer<?> values = new PointerPointer<>(Arena.at(slots.address() + (long) Long.BYTES * count));
            PointerPointer<?> none = null;
            Status.driver(
                    cudart.cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, sharedBytes, stream, values, none),
                    tried);
        }
    }

    private static long bits(Object argument) {
        if (argument instanceof Integer number) {
            return Integer.toUnsignedLong(number);
        }
        if (argument instanceof Long number) {
            return number;
        }
        if (argument instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return ((Pointer) argument).address();
    }

    private CUfunc_st find(String kernel) {
        CUfunc_st function = new CUfunc_st();
        Status.driver(cudart.cuModuleGetFunction(function, module, kernel), "looking up " + kernel);
        return function;
    }

    @Override
    public void close() {
        if (!module.isNull()) {
            cudart.cuModuleUnload(module);
            module.setNull();
        }
    }
}
