package org.infoscope.metric;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.DiffusionSpectra;

/** Diffusion spectra of one set of samples, each solved once whoever asks. Safe for use by several threads. */
final class RememberedSpectra implements DiffusionGeometry {

    private final DiffusionGeometry geometry;
    private final Map<Key, double[]> spectra = new HashMap<>();
    private final Set<Key> slow = new HashSet<>();

    /** What a spectrum depends on, besides the samples: rows are sorted. */
    private record Key(Bandwidth bandwidth, double alpha, IntBuffer rows) {

        static Key of(Bandwidth bandwidth, double alpha, int[] rows) {
            return new Key(
                    bandwidth,
                    alpha,
                    IntBuffer.wrap(Arrays.stream(rows).sorted().toArray()));
        }
    }

    RememberedSpectra(DiffusionGeometry geometry) {
        this.geometry = geometry;
    }

    /** Solves what is not known yet in one call, so that an engine can work on all of it at once. */
    @Override
    public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        List<Key> keys =
                rowSubsets.stream().map(rows -> Key.of(bandwidth, alpha, rows)).toList();
        List<Key> missing = keys.stream()
                .distinct()
                .filter(key -> !spectra.containsKey(key))
                .toList();
        DiffusionSpectra found = geometry.spectra(
                bandwidth,
                alpha,
                missing.stream().map(key -> key.rows().array()).toList());
        for (int i = 0; i < found.eigenvalues().size(); i++) {
            spectra.put(missing.get(i), found.eigenvalues().get(i));
        }
        found.slowSubsets().forEach(i -> slow.add(missing.get(i)));
        List<double[]> eigenvalues = new ArrayList<>();
        Set<Integer> slowSubsets = new HashSet<>();
        for (Key key : keys) {
            double[] remembered = spectra.get(key);
            if (remembered != null) {
                if (slow.contains(key)) {
                    slowSubsets.add(eigenvalues.size());
                }
                eigenvalues.add(remembered);
            }
        }
        return new DiffusionSpectra(found.sigma(), found.meanNorm(), eigenvalues, slowSubsets);
    }

    /** Closes the geometry; the spectra stay. */
    @Override
    public synchronized void close() {
        geometry.close();
    }
}
