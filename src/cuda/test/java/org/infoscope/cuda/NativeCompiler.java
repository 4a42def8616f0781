package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** g++, for the kernels' sources as C++ ({@code emulation.h}). */
final class NativeCompiler {

    private NativeCompiler() {}

    /**
     * Compiles a resource beside this class; ends the test as skipped where there is no g++.
     *
     * @param output receives the program or library; a log goes beside it
     * @param options further ones
     */
    static void compile(String source, Path output, String... options)
            throws IOException, InterruptedException, URISyntaxException {
        Path log = output.resolveSibling(output.getFileName() + ".log");
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O1", "-w", "-U_FORTIFY_SOURCE"));
        command.addAll(List.of(options));
        command.add("-I" + resource("births.cu").getParent());
        command.addAll(List.of("-o", output.toString(), resource(source).toString()));
        Process compiler;
        try {
            compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException none) {
            abort("NOT RUN: there is no g++ here: " + none.getMessage());
            return;
        }
        assertThat(compiler.waitFor()).as("g++: %s", Files.readString(log)).isZero();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(NativeCompiler.class.getResource(name), name)
                .toURI());
    }
}
