package org.infoscope.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.DiffusionSpectra;
import org.infoscope.kernel.HostArray;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Operation;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heavy operations on an NVIDIA device, by CUDA 13 without ND4J: cuFFT, cuBLAS, cuSOLVER, and kernels that NVRTC compiles
 * for the device's architecture when the engine is made. <b>Untested on hardware.</b>
 *
 * <p>The answers are those of {@link CpuKernels}: radii and births exactly, eigenvalues within 1e-12. Maps that rounding or a
 * tie could decide differently are answered by the processor, as are maps of one row or column (roll-off), with sides below 4 or
 * above 1024 (births), or of which one alone does not fit into the scratch.
 *
 * <p><b>Diffusion spectra.</b> Squared distances come from products of the centred rows, except those pairs that would lose
 * digits that way: these are summed directly. They take 8 n^2 bytes of device memory per kind of distance as long as the geometry
 * is open, and a spectrum as much again and cuSOLVER's work space; this cannot be cut, and comes on top of the scratch. Where it
 * is more than half of what is free, counted as 24 n^2, the processor computes. Each solve is checked against the trace and the
 * Frobenius norm of its matrix; a wrong one counts as a failure of the device.
 *
 * <p>Roll-off and diffusion spectra are computed in double precision, which data-centre devices do at half of their single-precision rate and consumer
 * devices at 1/64.
 *
 * <p>Arrays in the host's memory are copied to pinned memory chunk by chunk, and one chunk's transfers run beside another's
 * kernels. Device memory and pinned memory, half as much, are allocated once and released by {@link #close}.
 *
 * <p>A call of CUDA that fails is told once in the log; from then on the processor answers, this question included, and
 * {@link #engine} says {@code cpu}.
 *
 * <p>Safe for use by several threads; the device works for one at a time.
 */
public final class CudaKernels implements Kernels {

    /** Bytes of device memory by default: 256 MB. */
    public static final long DEFAULT_SCRATCH = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CudaKernels.class);

    private final CpuKernels processor = new CpuKernels();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Gpu gpu;

    /**
     * An engine on the first device, with the default scratch.
     *
     * @throws CudaException if there is no device, or it cannot be used
     */
    public CudaKernels() {
        this(DEFAULT_SCRATCH);
    }

    /**
     * An engine on the first device.
     *
     * @param scratchBytes of device memory; work that needs more is cut into chunks
     * @throws IllegalArgumentException if it is not positive
     * @throws CudaException if there is no device, it cannot be used or has less memory
     */
    public CudaKernels(long scratchBytes) {
        if (scratchBytes <= 0) {
            throw new IllegalArgumentException("The scratch must be a positive number of bytes, not " + scratchBytes);
        }
        gpu = new Gpu(scratchBytes);
    }

    /** An engine on a device, which it closes. */
    CudaKernels(Gpu gpu) {
        this.gpu = gpu;
    }

    /**
     * Who computes.
     *
     * @return {@code cuda}; {@code cpu} once the device has failed
     */
    @Override
    public String engine() {
        return failed.get() ? processor.engine() : "cuda";
    }

    /** The processor for what this engine would leave to it as a whole. */
    @Override
    public Kernels suited(Operation operation, INDArray array) {
        boolean here = switch (operation) {
            case ROLL_OFF -> suitsRollOff(array, 1);
            case FIRST_BIRTHS -> suitsBirths(array);
            case DIFFUSION -> suitsDiffusion(array);
        };
        return here && !failed.get() ? this : processor;
    }

    private boolean suitsDiffusion(INDArray samples) {
        return onDevice(() -> DeviceDiffusion.suits(gpu, samples), () -> false);
    }

    private boolean suitsRollOff(INDArray maps, int levels) {
        return !maps.isEmpty()
                && maps.rank() == 3
                && Math.min(maps.size(1), maps.size(2)) > 1
                && maps.size(1) * maps.size(2) <= 1 << 24
                && DeviceRollOff.most(
                                gpu.laneBytes(),
                                gpu.pinnedBytes(),
                                (int) maps.size(1),
                                (int) maps.size(2),
                                pixelBytes(maps),
                                levels)
                        > 0;
    }

    private boolean suitsBirths(INDArray maps) {
        if (maps.isEmpty() || maps.rank() < 3) {
            return false;
        }
        long side = Math.max(maps.size(-1), maps.size(-2));
        return side >= DeviceBirths.SMALLEST_SIDE
                && side <= DeviceBirths.LONGEST_SIDE
                && DeviceBirths.most(
                                gpu.laneBytes(),
                                gpu.pinnedBytes(),
                                (int) maps.size(-2),
                                (int) maps.size(-1),
                                pixelBytes(maps))
                        > 0;
    }

    private static int pixelBytes(INDArray maps) {
        return HostArray.isSingle(maps) ? Float.BYTES : Double.BYTES;
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        Supplier<RollOffs> onProcessor = () -> processor.rollOff(maps, levels, centring, spectrum, region);
        boolean valid = levels.length > 0 && Arrays.stream(levels).allMatch(level -> level > 0 && level <= 1);
        // The processor also says what is wrong with a question that is not valid.
        if (!valid || !suitsRollOff(maps, levels.length)) {
            return onProcessor.get();
        }
        return onDevice(
                () -> {
                    try (HostMaps held = new HostMaps(maps)) {
                        return new DeviceRollOff(gpu, held, levels, centring, spectrum, region)
                                .run(given -> processor.rollOff(given, levels, centring, spectrum, region));
                    }
                },
                onProcessor);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        if (!suitsDiffusion(samples)) {
            return processor.diffusionGeometry(samples);
        }
        RowScales scales;
        try (HostArray held = new HostArray(samples)) {
            scales = RowScales.of(held, samples.rows(), samples.columns());
        }
        // The processor also says which value is not finite.
        return scales.isFinite()
                ? new Geometry(new DeviceDiffusion(gpu, samples, scales), samples)
                : processor.diffusionGeometry(samples);
    }

    /** Asks the device, and the processor where it fails. */
    private final class Geometry implements DiffusionGeometry {
        private final DeviceDiffusion device;
        private final INDArray samples;

        Geometry(DeviceDiffusion device, INDArray samples) {
            this.device = device;
            this.samples = samples;
        }

        @Override
        public DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
            Supplier<DiffusionSpectra> onProcessor = () -> {
                try (DiffusionGeometry geometry = processor.diffusionGeometry(samples)) {
                    return geometry.spectra(bandwidth, alpha, rowSubsets);
                }
            };
            return onDevice(() -> device.spectra(bandwidth, alpha, rowSubsets), onProcessor);
        }

        @Override
        public void close() {
            device.close();
        }
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        Supplier<int[]> onProcessor = () -> processor.firstCycleBirths(maps);
        if (!suitsBirths(maps)) {
            return onProcessor.get();
        }
        return onDevice(
                () -> {
                    try (HostMaps held = new HostMaps(maps)) {
                        return new DeviceBirths(gpu, held).run(processor::firstCycleBirths);
                    }
                },
                onProcessor);
    }

    private <T> T onDevice(Supplier<T> device, Supplier<T> onProcessor) {
        if (!failed.get()) {
            try {
                return device.get();
            } catch (CudaException failure) {
                if (failure.isOutOfMemory()) {
                    LOG.info(
                            "Infoscope: the processor answers what the device has no memory for: {}",
                            failure.getMessage());
                } else if (!failed.getAndSet(true)) {
                    LOG.warn(
                            "Infoscope: the CUDA kernels failed, the processor computes from now on: {}",
                            failure.getMessage());
                }
            }
        }
        return onProcessor.get();
    }

    @Override
    public void close() {
        gpu.close();
        processor.close();
    }
}
