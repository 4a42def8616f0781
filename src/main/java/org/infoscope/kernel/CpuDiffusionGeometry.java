package org.infoscope.kernel;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Function;
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
        List<int[]> subsets = RowSubsets.sorted(alpha, rowSubsets, rows);
        SquaredDistances distances = bandwidth == Bandwidth.Rule.UNIT_NORM ? unitRows() : plain();
        double sigma = resolve(bandwidth, distances);
        if (Double.isNaN(sigma) && rows > 1) {
            return new DiffusionSpectra(sigma, norms.mean(), List.of(), Set.of());
        }
        Map<IntBuffer, SymmetricEigenvalues.Solution> solved = solved(
                subsets.stream().map(IntBuffer::wrap).distinct().toList(),
                subset -> solver.solve(subset.length, DiffusionMatrix.of(distances, subset, sigma, alpha)));
        List<double[]> spectra = new ArrayList<>();
        Set<Integer> slow = new HashSet<>();
        for (int[] subset : subsets) {
            SymmetricEigenvalues.Solution solution = Objects.requireNonNull(solved.get(IntBuffer.wrap(subset)));
            if (solution.fallback()) {
                slow.add(spectra.size());
            }
            spectra.add(solution.eigenvalues());
        }
        return new DiffusionSpectra(sigma, norms.mean(), spectra, slow);
    }

    /** Every subset once, the large ones first, so that no thread is left with one of these at the end. */
    private Map<IntBuffer, SymmetricEigenvalues.Solution> solved(
            List<IntBuffer> subsets, Function<int[], SymmetricEigenvalues.Solution> solve) {
        Queue<IntBuffer> waiting = new PriorityBlockingQueue<>(
                Math.max(1, subsets.size()),
                Comparator.comparingInt(IntBuffer::remaining).reversed());
        waiting.addAll(subsets);
        Map<IntBuffer, SymmetricEigenvalues.Solution> solved = new ConcurrentHashMap<>();
        cores.share(subsets.size(), 1, (from, to) -> {
            for (IntBuffer next = waiting.poll(); next != null; next = waiting.poll()) {
                solved.put(next, solve.apply(next.array()));
            }
        });
        return solved;
    }

    private double resolve(Bandwidth bandwidth, SquaredDistances distances) {
        if (bandwidth instanceof Bandwidth.Fixed fixed) {
            return fixed.sigma();
        }
        return switch ((Bandwidth.Rule) bandwidth) {
            case SQRT_DIMENSION -> Math.sqrt(samples.columns());
            case MEDIAN -> distances.medianBandwidth();
            case UNIT_NORM -> 1;
        };
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
