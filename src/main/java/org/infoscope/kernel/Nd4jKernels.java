package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The heavy operations as ND4J tensor operations only, so that they run wherever the loaded ND4J backend runs, and activations
 * on a device stay there: what comes back to Java are a few numbers per map or row, and eigenvalues.
 *
 * <p>The answers are those of {@link CpuKernels}: radii and births exactly, eigenvalues within 1e-12. Where rounding or a tie
 * could decide differently, and where one map alone, or the waves of its transform, are too large for the scratch, the maps in question are copied to the
 * processor and answered there.
 *
 * <p><b>Roll-off.</b> Two products with cosines and sines, in single precision for maps of at most that, sums over bins in the
 * order of their radius, comparison with the thresholds: see {@link Kernels#rollOff}. With level 1 every map goes to the
 * processor, as the last shells always come close to the whole.
 *
 * <p><b>Diffusion spectra.</b> In double precision, whatever the samples' type: a centred Gram product; exponential and scaling
 * in O(n^2); the backend's {@code syev} for each subset, checked against trace and Frobenius norm. Pairs of rows that would lose
 * digits are subtracted directly. Matrices [n, n] cannot be cut: 32 n^2 bytes besides the scratch.
 *
 * <p><b>First births.</b> The (max, min) closure of each map. Maps with equal values at or above the birth go to the
 * processor.
 *
 * <p>Safe for use by several threads. Holds no arrays between calls, except the distances of a {@link DiffusionGeometry} until
 * that is closed. Every array is released as soon as it is used up, and none is put into a workspace of the caller.
 */
public final class Nd4jKernels implements Kernels {

    /** Bytes that arrays of one operation may take by default: 256 MB. */
    public static final long DEFAULT_SCRATCH = 256L << 20;

    private final CpuKernels processor = new CpuKernels();
    private final TensorEigenvalues solver = new TensorEigenvalues();
    private final long scratchBytes;

    /** An engine on the loaded backend with the default scratch. */
    public Nd4jKernels() {
        this(DEFAULT_SCRATCH);
    }

    /**
     * An engine on the loaded backend.
     *
     * @param scratchBytes what the arrays of one operation may take, those [n, n] of diffusion spectra not counted; work that
     *     needs more is cut into chunks
     * @throws IllegalArgumentException if it is not positive
     */
    public Nd4jKernels(long scratchBytes) {
        if (scratchBytes <= 0) {
            throw new IllegalArgumentException("The scratch must be a positive number of bytes, not " + scratchBytes);
        }
        this.scratchBytes = scratchBytes;
    }

    /**
     * By the loaded backend.
     *
     * @return {@code nd4j-native} or {@code nd4j-cuda}
     */
    @Override
    public String engine() {
        return Nd4j.getEnvironment().isCPU() ? "nd4j-native" : "nd4j-cuda";
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        Function<INDArray, RollOffs> onProcessor =
                given -> processor.rollOff(given, levels, centring, spectrum, region);
        TensorRollOff rollOff = new TensorRollOff(onProcessor, scratchBytes, levels, centring, spectrum, region);
        boolean valid = !maps.isEmpty()
                && maps.rank() == 3
                && levels.length > 0
                && Arrays.stream(levels).allMatch(level -> level > 0 && level <= 1);
        // The processor also says what is wrong with a question that is not valid.
        return valid && rollOff.suits(maps) ? rollOff.of(maps) : onProcessor.apply(maps);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return new TensorDiffusionGeometry(samples, solver, scratchBytes);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        TensorBirths births = new TensorBirths(processor::firstCycleBirths, scratchBytes);
        if (maps.isEmpty() || maps.rank() < 3 || !births.suits(maps)) {
            return processor.firstCycleBirths(maps);
        }
        return births.of(maps);
    }

    @Override
    public void close() {
        processor.close();
    }
}
