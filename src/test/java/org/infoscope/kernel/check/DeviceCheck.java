package org.infoscope.kernel.check;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.check.Workload.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Compares an engine on a device with {@link CpuKernels} on all of the processor's cores: the answers, then the times, with and
 * without transfers, and how near they come to what the device's memory and matrix units can do, as measured on it.
 */
public final class DeviceCheck {

    private static final int AGREED = 0;
    private static final int DIFFERED = 1;
    private static final int MISUSED = 2;
    private static final int NO_DEVICE = 3;

    /** Samples of a layer of a classifier. */
    private static final int DIMENSIONS = 512;

    private final PrintStream out;
    private final Options options;
    private final CpuKernels processor = new CpuKernels(Runtime.getRuntime().availableProcessors());
    private boolean differed;

    private DeviceCheck(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /**
     * Runs the check and ends with its status.
     *
     * @param arguments {@code --engine} cuda, nd4j-cuda or nd4j-native; {@code --out} folder; {@code --memory} GB that an array
     *     may have; {@code --quick} for tiny sizes, to see that it works; {@code --no-parity} without the engine's tests; {@code --only} DSE,
     *     SROP or births
     * @throws IOException if the table cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(System.out, arguments));
    }

    /**
     * Runs the check.
     *
     * @return 0 if all answers agree, 1 if not, 2 for arguments that make no sense, 3 if there is no such device
     */
    static int run(PrintStream out, String... arguments) throws IOException {
        if (List.of(arguments).contains("--help")) {
            out.println("Usage: " + Options.USAGE);
            return AGREED;
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage() + ". Usage: " + Options.USAGE);
            return MISUSED;
        }
        List<DeviceProvider> providers = new ArrayList<>();
        ServiceLoader.load(DeviceProvider.class).forEach(providers::add);
        Optional<DeviceProvider> chosen = providers.stream()
                .filter(provider -> provider.engine().equals(options.engine()))
                .findFirst();
        String obstacle = chosen.flatMap(DeviceProvider::obstacle)
                .orElse(chosen.isPresent() ? "" : "its module or backend is not on the class path");
        if (!obstacle.isEmpty()) {
            out.println("No device for the engine " + options.engine() + ": " + obstacle);
            return NO_DEVICE;
        }
        DeviceProvider provider = chosen.orElseThrow();
        boolean passed = !options.parity() || TestRun.passes(out, provider.parityTests());
        Device device;
        try {
            device = provider.open(options.quick());
        } catch (RuntimeException failure) {
            out.println("The device of the engine " + options.engine() + " cannot be used: " + failure.getMessage());
            return NO_DEVICE;
        }
        try (device) {
            int status = new DeviceCheck(out, options).compare(device);
            return passed ? status : DIFFERED;
        }
    }

    private List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        for (int n : options.quick() ? new int[] {32, 64} : new int[] {256, 512, 1024, 2048, 4096, 8192}) {
            all.add(new Workload(Kernel.DIFFUSION, n, options.quick() ? 16 : DIMENSIONS));
        }
        for (Kernel kernel : new Kernel[] {Kernel.ROLL_OFF, Kernel.BIRTHS}) {
            for (int side : options.quick() ? new int[] {7, 14} : new int[] {7, 14, 28, 56, 112, 224}) {
                for (int count :
                        options.quick() ? new int[] {10, 100} : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
                    all.add(new Workload(kernel, count, side));
                }
            }
        }
        return all;
    }

    private int compare(Device device) throws IOException {
        double copy = device.copyRate();
        double matrix = device.matrixRate(false);
        String heading = String.format(
                Locale.ROOT,
                "%s, engine %s, beside %d cores; %s.%nMeasured there: copies %.1f GB/s (read and written), products %.2f"
                        + " Tflop/s in double precision, %.2f in single. Medians.%s",
                device.description(),
                device.kernels().engine(),
                Runtime.getRuntime().availableProcessors(),
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                copy / 1e9,
                matrix / 1e12,
                device.matrixRate(true) / 1e12,
                options.quick() ? " Tiny sizes, single rounds: shows that the check works, no speeds." : "");
        out.println(heading);
        CheckTable table = new CheckTable(options.folder(), options.engine(), heading);
        for (Workload work : workloads()) {
            if (!options.kernels().contains(work.kernel())) {
                continue;
            }
            String reason = tooLarge(work);
            if (reason.isEmpty()) {
                measure(device, work, copy, matrix, table);
            } else {
                table.skipped(work, reason);
                out.println(work.name() + " " + work.size() + ": " + reason);
            }
        }
        processor.close();
        out.println("Written to " + table.markdown() + " and " + table.csv());
        return differed ? DIFFERED : AGREED;
    }

    /** Empty if it is not. */
    private String tooLarge(Workload work) {
        double gigabytes = Float.BYTES * work.length() / 1e9;
        if (work.length() > Integer.MAX_VALUE) {
            return String.format(Locale.ROOT, "the array has %.1f GB, more elements than an int counts", gigabytes);
        }
        double allowed = options.bytes() / 1e9;
        return gigabytes <= allowed
                ? ""
                : String.format(Locale.ROOT, "the array has %.1f GB, allowed are %.1f", gigabytes, allowed);
    }

    private void measure(Device device, Workload work, double copy, double matrix, CheckTable table)
            throws IOException {
        INDArray array = work.array();
        try {
            double[] found = work.by(device.kernels(), array).get();
            double included =
                    Timing.median(options.seconds(), () -> Timing.seconds(() -> work.by(device.kernels(), array)));
            double computing =
                    Timing.median(options.seconds(), () -> device.computing(array, kernels -> work.by(kernels, array)));
            Reference reference = new Reference(work, array, found);
            differed |= !reference.agrees;
            String remark = reference.remark();
            String engine = device.kernels().engine();
            remark += engine.equals(options.engine()) ? "" : " The engine is " + engine + " by now.";
            table.measured(
                    work, included, computing, reference.seconds, work.leastSeconds(copy, matrix), remark.strip());
            out.printf(
                    Locale.ROOT,
                    "%s %s: %.3f ms, %.3f ms without transfers, processor %.3f ms. %s%n",
                    work.name(),
                    work.size(),
                    1e3 * included,
                    1e3 * computing,
                    1e3 * reference.seconds,
                    remark);
        } finally {
            array.close();
        }
    }

    /** The processor's answers and time, on as many maps as it can do within the budget. */
    private final class Reference {
        private final Workload work;
        private final int maps;
        private final boolean agrees;
        private final double seconds;

        Reference(Workload work, INDArray array, double[] found) {
            this.work = work;
            this.maps = affordable(array);
            Workload part = work.ofMaps(maps);
            INDArray some = maps == work.count() ? array : first(array, maps);
            this.agrees = part.agree(
                    Arrays.copyOf(found, maps), part.by(processor, some).get());
            double once = Timing.median(options.seconds(), () -> Timing.seconds(() -> part.by(processor, some)));
            this.seconds = once * work.count() / maps;
            if (some != array) {
                some.close();
            }
        }

        private int affordable(INDArray array) {
            int trial = Math.min(work.count(), 1_000);
            if (work.kernel() == Kernel.DIFFUSION || trial == work.count()) {
                return work.count();
            }
            INDArray some = first(array, trial);
            work.ofMaps(trial).by(processor, some);
            double each = Timing.seconds(() -> work.ofMaps(trial).by(processor, some)) / trial;
            some.close();
            return (int) Math.max(trial, Math.min(work.count(), options.seconds() / each));
        }

        private static INDArray first(INDArray array, int maps) {
            return array.get(NDArrayIndex.interval(0, maps)).dup('c');
        }

        String remark() {
            String remark = agrees ? "" : "**The answers differ from the processor's.**";
            return maps == work.count() ? remark : remark + " The processor on " + maps + " of the maps, extrapolated.";
        }
    }
}
