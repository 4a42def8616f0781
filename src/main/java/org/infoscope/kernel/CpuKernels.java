package org.infoscope.kernel;

import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The heavy operations on the processor, in double precision whatever the arrays' type: JTransforms for the spectra of
 * maps, but for those of 8 x 8, OpenBLAS for inner products and eigenvalues.
 *
 * <p><b>Roll-off.</b> Each map has one real transform of two dimensions; energies are summed per shell of equal radius, told
 * apart by exact integer keys. Maps whose squares leave the range of numbers, or whose mean would drown the rest, are scaled by
 * a power of two and centred first. Any size works, powers of two are fastest.
 *
 * <p><b>Diffusion spectra.</b> Squared distances come from inner products of the centred columns, except those pairs that
 * would lose digits that way: these are summed directly. Every solve is checked against the trace and the Frobenius norm
 * of its matrix; a wrong one is repeated with the slower, older {@code dsyev} and counted in
 * {@link DiffusionSpectra#fallbacks()}. From the first wrong solve on, this instance no longer uses the fast solver.
 * OpenBLAS decides on its own threads ({@code OMP_NUM_THREADS}).
 *
 * <p><b>First births.</b> Exact, with bit sets: see {@link Kernels#firstCycleBirths}.
 *
 * <p>Maps, subsets of rows, and the pieces of {@link #sideBySide}, are shared out among threads; every answer is the same to the
 * last bit, however many they are. The default is what ND4J's own threads leave of the machine's cores, up to 8 (ours): with {@code OMP_NUM_THREADS} equal to
 * the number of cores, or on two cores, everything runs on the caller's thread.
 *
 * <p>Safe for use by several threads. Holds the transforms of the map sizes seen last and no native memory between calls.
 */
public final class CpuKernels implements Kernels {

    private final TransformPlans plans = new TransformPlans();
    private final SymmetricEigenvalues solver = SymmetricEigenvalues.lapack();
    private final FreeCores cores;

    /** An engine on the cores that ND4J leaves free; one per run is enough. */
    public CpuKernels() {
        this(FreeCores.besidesTraining());
    }

    /**
     * An engine on so many threads, the caller's included.
     *
     * @param threads at least 1
     * @throws IllegalArgumentException if threads is below 1
     */
    public CpuKernels(int threads) {
        this(new FreeCores(threads));
    }

    private CpuKernels(FreeCores cores) {
        this.cores = cores;
    }

    @Override
    public String engine() {
        return "cpu";
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return new RollOff(plans, cores, levels, centring, spectrum, region).of(maps);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return new CpuDiffusionGeometry(samples, solver, cores);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return MapBirths.of(maps, cores);
    }

    @Override
    public void sideBySide(int pieces, int atMost, IntConsumer piece) {
        // Arrays on a device belong to the thread that made them there.
        cores.each(pieces, Nd4j.getEnvironment().isCPU() ? atMost : 1, piece);
    }

    @Override
    public void close() {
        cores.close();
    }
}
