package org.infoscope.cuda;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.cuda.cudart.double2;
import org.bytedeco.cuda.global.cufft;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Roll-off radii on the device: one kernel centres and scales maps to energy 1, cuFFT transforms them in double precision, one
 * kernel sums shells, scans and compares with the thresholds ({@code rolloff.cu}). Maps whose energy within some radius
 * comes closer to a threshold than the error could be, and those that are not finite, nearly constant or out of range, go to the
 * processor, so radii are those of {@link org.infoscope.kernel.CpuKernels}.
 */
final class DeviceRollOff {

    /** As {@code rolloff.cu} has it. */
    private static final int HANDED = 2;

    private static final int MOST_THREADS = 256;

    /** Slices of a lane's device memory in one chunk; of pinned memory there are fewer. */
    private static final int SLICES = 10;

    /** Spectra that cuFFT may need for its work; one or two are usual. */
    private static final int MOST_WORK_SPECTRA = 4;

    /** Elements of a chunk, so that 32-bit indices reach all of it. */
    private static final long MOST_ELEMENTS = 1L << 30;

    /** Of a block's shared memory, for sums. */
    private static final int SUMS_BYTES = MOST_THREADS * Double.BYTES;

    /** What it needs however few maps there are. */
    private static final long LEAST_WORK = 1 << 20;

    /** Far above the error to expect in double precision, the processor's included, and so small that next to no map is handed. */
    private static final double MARGIN = 1e-11;

    private final Gpu gpu;
    private final HostMaps maps;
    private final Shells shells;
    private final double[] levels;
    private final Centring centring;
    private final Spectrum spectrum;
    private final Region region;
    private final int bins;
    private final double[] radii;
    private final double[] dcShares;
    private final double[] activeShares;
    private final boolean[] handed;
    private final int threads;
    private final int[] order;
    private int workSpectra = 1;

    DeviceRollOff(Gpu gpu, HostMaps maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        this.gpu = gpu;
        this.maps = maps;
        this.shells = gpu.shells(maps.height(), maps.width());
        this.levels = levels.clone();
        this.centring = centring;
        this.spectrum = spectrum;
        this.region = region;
        this.bins = maps.height() * (maps.width() / 2 + 1);
        this.radii = new double[Math.multiplyExact(maps.count(), levels.length)];
        this.dcShares = new double[maps.count()];
        this.activeShares = new double[maps.count()];
        this.handed = new boolean[maps.count()];
        this.threads = maps.area() <= 1 << 10 ? 32 : maps.area() <= 1 << 12 ? 128 : 256;
        this.order = shells.runs(region, threads);
    }

    /** How many maps of a size fit into a chunk, however much cuFFT asks for; 0 if not one. */
    static int most(long deviceBytes, long pinnedBytes, int height, int width, int pixelBytes, int levels) {
        return most(deviceBytes, pinnedBytes, height, width, pixelBytes, levels, MOST_WORK_SPECTRA);
    }

    private static int most(
            long deviceBytes, long pinnedBytes, int height, int width, int pixelBytes, int levels, int workSpectra) {
        long area = (long) height * width;
        long bins = height * (width / 2 + 1L);
        long once = Integer.BYTES * (bins + MOST_THREADS) + (long) Double.BYTES * levels;
        long answers = Double.BYTES + 2 * Integer.BYTES + (long) Integer.BYTES * levels;
        long spectra = 2 * Double.BYTES * bins * (1 + workSpectra);
        int onDevice = Arena.fitting(
                deviceBytes, SLICES, once + LEAST_WORK, (pixelBytes + Double.BYTES) * area + spectra + answers);
        int inPinned = Arena.fitting(pinnedBytes, SLICES, once, pixelBytes * area + answers);
        return (int) Math.min(Math.min(onDevice, inPinned), MOST_ELEMENTS / area);
    }

    /** As many maps as fit with what cuFFT asks for, which is known when it has made its plan. */
    private int planned() {
        while (true) {
            int count = Math.min(
                    maps.count(),
                    most(
                            gpu.laneBytes(),
                            gpu.pinnedBytes(),
                            maps.height(),
                            maps.width(),
                            maps.pixelBytes(),
                            levels.length,
                            workSpectra));
            if (workSpectra == MOST_WORK_SPECTRA
                    || gpu.alone(lane -> plan(lane, count)).workBytes() <= allowed(count)) {
                return count;
            }
            workSpectra *= 2;
        }
    }

    private FftPlans.Plan plan(Lane lane, int count) {
        return lane.plans().of(maps.height(), maps.width(), count, lane.stream());
    }

    private long allowed(int count) {
        return LEAST_WORK + 2L * Double.BYTES * bins * workSpectra * count;
    }

    /**
     * All answers.
     *
     * @param processor answers the maps that are handed over
     */
    RollOffs run(Function<INDArray, RollOffs> processor) {
        gpu.run(maps.count(), planned(), this::start);
        int[] open = IntStream.range(0, handed.length).filter(m -> handed[m]).toArray();
        if (open.length > 0) {
            INDArray picked = maps.picked(open);
            fill(open, processor.apply(picked));
            picked.close();
        }
        return new RollOffs(radii, dcShares, activeShares);
    }

    /** Sides with large prime factors may need more than there is; the processor takes these. */
    private Runnable start(Lane lane, int from, int to) {
        FftPlans.Plan plan = plan(lane, to - from);
        if (plan.workBytes() > allowed(to - from)) {
            Arrays.fill(handed, from, to, true);
            return () -> {};
        }
        return new Chunk(lane, plan, from, to - from);
    }

    private void fill(int[] open, RollOffs found) {
        for (int k = 0; k < open.length; k++) {
            for (int p = 0; p < levels.length; p++) {
                radii[open[k] * levels.length + p] = found.radius(k, p);
            }
            dcShares[open[k]] = found.dcShare(k);
            activeShares[open[k]] = found.activeShare(k);
        }
    }

    /** Maps that fit into a lane; started by its constructor. */
    private final class Chunk implements Runnable {
        private final Lane lane;
        private final int from;
        private final int count;
        private final Pointer foundShells;
        private final Pointer foundShares;
        private final Pointer foundActive;
        private final Pointer foundStatus;

        Chunk(Lane lane, FftPlans.Plan plan, int from, int count) {
            this.lane = lane;
            this.from = from;
            this.count = count;
            Pointer pixels = maps.upload(lane, from, from + count);
            Pointer ordered = lane.upload(order);
            Pointer asked = lane.upload(levels);
            Pointer unit = lane.onDevice((long) Double.BYTES * count * maps.area());
            Pointer shares = lane.onDevice((long) Double.BYTES * count);
            Pointer active = lane.onDevice((long) Integer.BYTES * count);
            Pointer status = lane.onDevice((long) Integer.BYTES * count);
            Pointer places = lane.onDevice((long) Integer.BYTES * count * levels.length);
            launch(
                    0,
                    maps.isSingle() ? "unitEnergyOfFloats" : "unitEnergyOfDoubles",
                    pixels,
                    maps.area(),
                    centring == Centring.REMOVE ? 1 : 0,
                    unit,
                    shares,
                    active,
                    status);
            Pointer spectra = transform(plan, unit);
            int staged = Double.BYTES * bins;
            boolean fits = SUMS_BYTES + staged <= gpu.sharedBytes();
            launch(
                    fits ? staged : 0,
                    "shellsOfLevels",
                    spectra,
                    fits ? 1 : 0,
                    ordered,
                    bins,
                    shells.bins(region),
                    maps.height(),
                    maps.width(),
                    spectrum == Spectrum.MAGNITUDE ? 1 : 0,
                    centring == Centring.KEEP ? 1 : 0,
                    asked,
                    levels.length,
                    margin(),
                    places,
                    status);
            foundShells = lane.download(places, (long) Integer.BYTES * count * levels.length);
            foundShares = lane.download(shares, (long) Double.BYTES * count);
            foundActive = lane.download(active, (long) Integer.BYTES * count);
            foundStatus = lane.download(status, (long) Integer.BYTES * count);
        }

        private void launch(int sharedBytes, String kernel, Object... arguments) {
            gpu.rollOff().launch(kernel, count, threads, sharedBytes, lane.stream(), arguments);
        }

        private Pointer transform(FftPlans.Plan plan, Pointer unit) {
            Pointer spectra = lane.onDevice(2L * Double.BYTES * count * bins);
            Status.fft(cufft.cufftSetWorkArea(plan.handle(), lane.onDevice(plan.workBytes())), "taking the work area");
            Status.fft(
                    cufft.cufftExecD2Z(plan.handle(), new DoublePointer(unit), new double2(spectra)),
                    "the transform of " + count + " maps");
            return spectra;
        }

        /** With what long sums can add: n^1.5 u of a transform of length n, and as many u as there are bins. */
        private double margin() {
            double waves = Math.pow(maps.height(), 1.5) + Math.pow(maps.width(), 1.5);
            return MARGIN + 0x1p-52 * (4 * waves + 2.0 * bins);
        }

        /** On all cores, and read at once: the maps are many, and a device waits for who reads one by one. */
        @Override
        public void run() {
            int[] places = new int[count * levels.length];
            double[] shares = new double[count];
            int[] active = new int[count];
            int[] status = new int[count];
            new IntPointer(foundShells).get(places);
            new DoublePointer(foundShares).get(shares);
            new IntPointer(foundActive).get(active);
            new IntPointer(foundStatus).get(status);
            IntStream.range(0, count).parallel().forEach(k -> {
                int map = from + k;
                boolean answered = status[k] == 0;
                handed[map] = status[k] == HANDED;
                dcShares[map] = answered ? shares[k] : Double.NaN;
                activeShares[map] = (double) active[k] / maps.area();
                for (int p = 0; p < levels.length; p++) {
                    radii[map * levels.length + p] =
                            answered ? shells.radius(places[k * levels.length + p]) : Double.NaN;
                }
            });
        }
    }
}
