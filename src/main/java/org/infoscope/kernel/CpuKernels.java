package org.infoscope.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The heavy operations on the processor, in double precision whatever the arrays' type: JTransforms for the spectra of
 * maps, OpenBLAS for inner products and eigenvalues.
 *
 * <p><b>Roll-off.</b> Each map has one real transform of two dimensions; energies are summed per shell of equal radius, told
 * apart by exact integer keys. Maps whose squares leave the range of numbers, or whose mean would drown the rest, are scaled by
 * a power of two and centred first. Any size works, powers of two are fastest. Calls run on the caller's thread.
 *
 * <p><b>Diffusion spectra.</b> Squared distances come from inner products of the centred columns, except those pairs that
 * would lose digits that way: these are summed directly. Every solve is checked against the trace and the Frobenius norm
 * of its matrix; a wrong one is repeated with the slower, older {@code dsyev} and counted in
 * {@link DiffusionSpectra#fallbacks()}. From the first wrong solve on, this instance no longer uses the fast solver.
 * OpenBLAS decides on its own threads ({@code OMP_NUM_THREADS}).
 *
 * <p><b>First births.</b> Exact, with bit sets: see {@link Kernels#firstCycleBirths}. Calls run on the caller's thread.
 *
 * <p>Safe for use by several threads. Holds the transforms of the map sizes seen last and no native memory between calls;
 * {@link #close} has nothing to release.
 */
public final class CpuKernels implements Kernels {

    private final TransformPlans plans = new TransformPlans();
    private final SymmetricEigenvalues solver = SymmetricEigenvalues.lapack();

    /** An engine without state worth sharing; one per run is enough. */
    public CpuKernels() {}

    @Override
    public String engine() {
        return "cpu";
    }

    @Override
    public RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        return new RollOff(plans, levels, centring, spectrum, region).of(maps);
    }

    @Override
    public DiffusionGeometry diffusionGeometry(INDArray samples) {
        return new CpuDiffusionGeometry(samples, solver);
    }

    @Override
    public int[] firstCycleBirths(INDArray maps) {
        return MapBirths.of(maps);
    }

    @Override
    public void close() {
        // Plans are plain Java objects: the collector takes them.
    }
}
