package org.infoscope.cuda;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Why a machine cannot run the kernels: looked for once, as the Java virtual machine tries to load a library only once. */
final class Obstacle {

    private static final Optional<String> OF_THIS_MACHINE = find();

    private Obstacle() {}

    static Optional<String> ofThisMachine() {
        return OF_THIS_MACHINE;
    }

    private static Optional<String> find() {
        // By name: a class that is mentioned might be loaded too early.
        for (String library : List.of("cudart", "cufft", "nvrtc", "cublas", "cusolver")) {
            try {
                Loader.load(Class.forName("org.bytedeco.cuda.global." + library));
            } catch (LinkageError | ReflectiveOperationException | RuntimeException failure) {
                return Optional.of(withoutLibrary(library, failure));
            }
        }
        try {
            return Gpu.devices() > 0 ? Optional.empty() : Optional.of("the driver shows no device");
        } catch (CudaException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /** The innermost reason names the file that is missing. */
    static String withoutLibrary(String library, Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        return "CUDA 13's " + library
                + " cannot be loaded (it takes NVIDIA's driver, CUDA 13's libraries on the library path"
                + " and org.bytedeco:cuda with this platform's classifier): "
                + text.lines().findFirst().orElse(text);
    }
}
