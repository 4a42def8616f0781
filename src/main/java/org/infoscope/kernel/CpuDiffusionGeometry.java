package org.infoscope.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Diffusion spectra by Java loops and LAPACK. Distances are computed when first asked for, and kept. */
final class CpuDiffusionGeometry implements DiffusionGeometry {

    private final INDArray samples;
    private final SymmetricEigenvalues solver;
    private final FreeCores cores;
    private final RowNorms norms;
    private @Nullable SquaredDistances plain;
    private @Nullable SquaredDistances unitRows;

    CpuDiffusionGeometry(INDArray samples, SymmetricEigenvalues solver, FreeCores cores) {
        this.samples = samples;
        this.solver = solver;
        this.cores = cores;
        this.norms = SquaredDistances.checked(samples);
    }

    @Override
    public DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        int rows = norms.rows();
        RowSubsets subsets = RowSubsets.of(alpha, rowSubsets, rows);
        SquaredDistances distances = bandwidth == Bandwidth.Rule.UNIT_NORM ? unitRows() : plain();
        double sigma = bandwidth.sigma(samples.columns(), distances::medianBandwidth);
        if (Double.isNaN(sigma) && rows > 1) {
            return new DiffusionSpectra(sigma, norms.mean(), List.of(), Set.of());
        }
        return DiffusionSpectra.of(
                sigma,
                norms.mean(),
                subsets.solved(different -> shared(
                        different,
                        subset -> solver.solve(subset.length, DiffusionMatrix.of(distances, subset, sigma, alpha)))));
    }

    /** Solves the large subsets first, so that no thread is left with one of these at the end. */
    private List<SymmetricEigenvalues.Solution> shared(
            List<int[]> subsets, Function<int[], SymmetricEigenvalues.Solution> solve) {
        int[] largestFirst = IntStream.range(0, subsets.size())
                .boxed()
                .sorted(Comparator.comparingInt(k -> -subsets.get(k).length))
                .mapToInt(Integer::intValue)
                .toArray();
        SymmetricEigenvalues.Solution[] solved = new SymmetricEigenvalues.Solution[subsets.size()];
        cores.each(solved.length, solved.length, turn -> {
            int subset = largestFirst[turn];
            solved[subset] = solve.apply(subsets.get(subset));
        });
        return List.of(solved);
    }

    private synchronized SquaredDistances plain() {
        if (plain == null) {
            plain = SquaredDistances.between(samples, norms);
        }
        return plain;
    }

    /** A row of zeros has no direction: it stays at the origin. */
    private synchronized SquaredDistances unitRows() {
        if (unitRows == null) {
            double[] divisors = norms.stream().map(norm -> norm > 0 ? norm : 1).toArray();
            unitRows = SquaredDistances.between(samples, divisors, 1);
        }
        return unitRows;
    }
}
