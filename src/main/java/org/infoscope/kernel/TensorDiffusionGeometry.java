package org.infoscope.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Diffusion spectra by ND4J's tensor operations. Distances are computed when first asked for, and kept until closed: 8 n^2
 * bytes per kind; 24 n^2 more while computing.
 */
final class TensorDiffusionGeometry implements DiffusionGeometry {

    private final INDArray samples;
    private final TensorEigenvalues solver;
    private final long scratchBytes;
    private final RowNorms norms;
    private @Nullable TensorDistances plain;
    private @Nullable TensorDistances unitRows;

    TensorDiffusionGeometry(INDArray samples, TensorEigenvalues solver, long scratchBytes) {
        SquaredDistances.checkShape(samples);
        this.samples = samples;
        this.solver = solver;
        this.scratchBytes = scratchBytes;
        this.norms = TensorRows.norms(samples, scratchBytes);
    }

    @Override
    public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        RowSubsets subsets = RowSubsets.of(alpha, rowSubsets, norms.rows());
        TensorDistances distances = bandwidth == Bandwidth.Rule.UNIT_NORM ? unitRows() : plain();
        double sigma = bandwidth.sigma(samples.columns(), distances::medianBandwidth);
        if (Double.isNaN(sigma) && norms.rows() > 1) {
            return new DiffusionSpectra(sigma, norms.mean(), List.of(), Set.of());
        }
        return DiffusionSpectra.of(
                sigma,
                norms.mean(),
                subsets.solved(different -> different.stream()
                        .map(subset -> solve(distances, subset, sigma, alpha))
                        .toList()));
    }

    private SymmetricEigenvalues.Solution solve(TensorDistances distances, int[] subset, double sigma, double alpha) {
        if (subset.length == 1) {
            return new SymmetricEigenvalues.Solution(new double[] {1}, false);
        }
        try (Scratch scratch = new Scratch()) {
            return solver.solve(() -> distances.diffusionMatrix(subset, sigma, alpha, scratch));
        }
    }

    private TensorDistances plain() {
        if (plain == null) {
            double unit = Math.scalb(1.0, Math.getExponent(norms.largest()));
            double[] divisors = new double[norms.rows()];
            Arrays.fill(divisors, unit);
            plain = TensorDistances.between(samples, divisors, unit, scratchBytes);
        }
        return plain;
    }

    /** A row of zeros has no direction: it stays at the origin. */
    private TensorDistances unitRows() {
        if (unitRows == null) {
            double[] divisors = norms.stream().map(norm -> norm > 0 ? norm : 1).toArray();
            unitRows = TensorDistances.between(samples, divisors, 1, scratchBytes);
        }
        return unitRows;
    }

    @Override
    public synchronized void close() {
        if (plain != null) {
            plain.close();
            plain = null;
        }
        if (unitRows != null) {
            unitRows.close();
            unitRows = null;
        }
    }
}
