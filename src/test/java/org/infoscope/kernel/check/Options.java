package org.infoscope.kernel.check;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.infoscope.kernel.check.Workload.Kernel;

/**
 * What {@link DeviceCheck} is asked for.
 *
 * @param engine its name
 * @param quick tiny sizes, once
 * @param parity whether the engine's tests are run first
 * @param kernels that are timed
 * @param folder of the table
 * @param bytes that an array may have
 * @param seconds after which a measurement is not repeated once more
 */
record Options(
        String engine, boolean quick, boolean parity, Set<Kernel> kernels, Path folder, long bytes, double seconds) {

    static final String USAGE =
            "[--engine cuda|nd4j-cuda|nd4j-native] [--quick] [--no-parity] [--only DSE|SROP|births] [--out FOLDER] [--memory GB]";

    private static final long GIGABYTES = 8;
    private static final double SECONDS = 3;

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException if they make no sense
     */
    static Options of(String... arguments) {
        String engine = "cuda";
        boolean quick = false;
        boolean parity = true;
        Set<Kernel> kernels = EnumSet.allOf(Kernel.class);
        Path folder = Path.of("");
        long bytes = GIGABYTES << 30;
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String name = left.remove();
            switch (name) {
                case "--quick" -> quick = true;
                case "--no-parity" -> parity = false;
                case "--engine" -> engine = value(name, left);
                case "--only" -> kernels = EnumSet.of(Kernel.of(value(name, left)));
                case "--out" -> folder = Path.of(value(name, left));
                case "--memory" -> bytes = gigabytes(value(name, left)) << 30;
                default -> throw new IllegalArgumentException("There is no option " + name);
            }
        }
        return new Options(engine, quick, parity, kernels, folder, bytes, quick ? 0 : SECONDS);
    }

    private static long gigabytes(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("--memory needs a number of GB from 0 to 999999, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static String value(String name, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return left.remove();
    }
}
