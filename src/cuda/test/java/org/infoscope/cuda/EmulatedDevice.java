package org.infoscope.cuda;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A device that is none: the functions of CUDA and its libraries that this module calls, compiled as C++ for the processor
 * ({@code device.cc}) and put in place of the real ones in Java virtual machines that are started here.
 */
final class EmulatedDevice {

    /** Names by which the presets look for them. */
    private static final List<String> LIBRARIES = List.of(
            "libcuda.so.1",
            "libcudart.so.13",
            "libcufft.so.12",
            "libnvrtc.so.13",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcusolver.so.12",
            "libcusolverMg.so.12",
            "libcusparse.so.12");

    private final Path folder;

    private EmulatedDevice(Path folder) {
        this.folder = folder;
    }

    /** Compiles it; ends the test as skipped where there is no g++. */
    static EmulatedDevice in(Path folder) throws IOException, InterruptedException, URISyntaxException {
        Path library = folder.resolve("libdevice.so");
        NativeCompiler.compile("device.cc", library, "-fPIC", "-shared");
        for (String name : LIBRARIES) {
            Files.createSymbolicLink(folder.resolve(name), library);
        }
        return new EmulatedDevice(folder);
    }

    /** The file that names the function that is to fail next. */
    Path failure() {
        return folder.resolve("failure");
    }

    /**
     * Runs a program beside the device.
     *
     * @param log receives what it prints
     * @return its exit status
     */
    int run(Path log, String... mainAndArguments) throws IOException, InterruptedException {
        String classPath = System.getProperty(
                "surefire.test.class.path", Objects.requireNonNull(System.getProperty("java.class.path")));
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-Xmx1g",
                "-cp",
                classPath));
        command.addAll(List.of(mainAndArguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        // Before the real libraries, where they are.
        builder.environment().put("LD_PRELOAD", folder.resolve("libdevice.so").toString());
        builder.environment().put("INFOSCOPE_EMULATED_FAILURE", failure().toString());
        return builder.start().waitFor();
    }
}
