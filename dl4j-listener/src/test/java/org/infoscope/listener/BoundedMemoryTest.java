package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded by design: each test runs {@link MemoryProgram} in a process of its own. */
@Timeout(720)
class BoundedMemoryTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private List<String> output = List.of();

    /** A million readings would take several times this heap if they were kept; the training itself is in it, too. */
    @Test
    void aMillionReadingsPassThroughASmallHeap() throws Exception {
        run("readings", "-Xmx64m");

        assertThat(output).contains("exported 1002 lines 1000000 readings");
    }

    @Test
    void tenThousandSamplesLeaveNothingBehind() throws Exception {
        run("samples", "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch");

        assertThat(number("late heap") - number("early heap")).isLessThan(4 * MEGABYTE);
        assertThat(number("late native") - number("early native")).isLessThan(MEGABYTE);
        assertThat(number("late resident") - number("early resident")).isLessThan(48 * MEGABYTE);
    }

    @Test
    void aRunHoldsOneBufferAndOneReplica() throws Exception {
        run("buffers", "-Xmx256m");

        long parameters = number("parameters");
        assertThat(number("held")).isBetween(2 * parameters, 2 * parameters + MEGABYTE);
        assertThat(number("added")).isLessThan(MEGABYTE);
    }

    private void run(String what, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(options));
        // By default JavaCPP takes the heap's limit for native memory too, and twice that for the whole process.
        words.add("-Dorg.bytedeco.javacpp.maxbytes=512m");
        words.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
        words.add("-cp");
        words.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        words.add(MemoryProgram.class.getName());
        words.add(what);
        words.add(folder.resolve("run.db").toString());
        Path printed = folder.resolve("output");
        ProcessBuilder command =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(printed.toFile());
        command.environment().put("OMP_NUM_THREADS", "1");
        Process child = command.start();
        try {
            assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        output = Files.readAllLines(printed);
        assertThat(child.exitValue()).as(String.join("\n", output)).isZero();
    }

    private long number(String name) {
        return output.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No '" + name + "' in\n" + String.join("\n", output)));
    }
}
