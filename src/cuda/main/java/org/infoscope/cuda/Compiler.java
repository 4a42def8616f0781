package org.infoscope.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles this module's CUDA C++ to machine code by NVRTC. Needs no device. */
final class Compiler {

    private Compiler() {}

    /**
     * Machine code for an architecture.
     *
     * @param source name of a resource beside this class
     * @param capability of the device, for example 90
     * @return a cubin
     * @throws CudaException if NVRTC does not know the architecture, or does not like the source; with its log
     */
    static byte[] cubin(String source, int capability) {
        _nvrtcProgram program = new _nvrtcProgram();
        String architecture = "--gpu-architecture=sm_" + capability;
        String tried = "compiling " + source + " with " + architecture;
        try (BytePointer text = new BytePointer(text(source), StandardCharsets.UTF_8);
                BytePointer name = new BytePointer(source, StandardCharsets.UTF_8);
                PointerPointer<BytePointer> options = new PointerPointer<>(architecture, "--std=c++17")) {
            PointerPointer<?> none = null;
            Status.compiler(nvrtc.nvrtcCreateProgram(program, text, name, 0, none, none), tried);
            if (nvrtc.nvrtcCompileProgram(program, 2, options) != nvrtc.NVRTC_SUCCESS) {
                throw new CudaException("CUDA: " + tried + " failed: " + log(program));
            }
            try (SizeTPointer size = new SizeTPointer(1)) {
                Status.compiler(nvrtc.nvrtcGetCUBINSize(program, size), tried);
                byte[] cubin = new byte[Math.toIntExact(size.get())];
                Status.compiler(nvrtc.nvrtcGetCUBIN(program, cubin), tried);
                return cubin;
            }
        } finally {
            if (!program.isNull()) {
                nvrtc.nvrtcDestroyProgram(program);
            }
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            if (nvrtc.nvrtcGetProgramLogSize(program, size) != nvrtc.NVRTC_SUCCESS) {
                return "it left no log";
            }
            byte[] log = new byte[Math.toIntExact(size.get())];
            nvrtc.nvrtcGetProgramLog(program, log);
            return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
        }
    }

    private static String text(String source) {
        try (InputStream in = Objects.requireNonNull(Compiler.class.getResourceAsStream(source), source)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
