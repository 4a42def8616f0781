package org.infoscope.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionSpectra;

/**
 * Diffusion spectral mutual information DSMI(Z; Y) between a layer's activations Z and class labels Y, in bits: how much
 * the diffusion spectral entropy (DSE) falls once the class is known.
 *
 * <p><b>Definition.</b> I = sum over classes c of (n_c / N) [ mean over r of DSE(Z*_{c,r}) - DSE(Z | Y = c) ], Z*_{c,r}
 * being n_c rows drawn from all N without replacement, as the published code does. {@link Reference#FULL} takes DSE(Z) of
 * all rows instead, as the paper's definition IV.2 does. Sigma is resolved once, on all rows. The value may be negative
 * and is not clamped.
 *
 * <p><b>Draws</b> are those of CPython's {@code random.sample} with the seed, begun anew for each class, so classes of
 * equal size share them. They are by row: the value depends on the order of the samples (with {@code FULL} it does not).
 *
 * <p><b>Values.</b> {@code information} (bit) and {@code sigma} (in units of the activations).
 *
 * <p><b>Edge cases.</b> Without labels: not applicable. One class, as many classes as samples, or equally distant samples:
 * 0 up to rounding. A rule without a bandwidth gives NaN and a flag. A NaN or an infinity among the activations is an
 * {@link IllegalArgumentException}.
 *
 * <p><b>Source.</b> Liu et al., arXiv 2312.04823; defaults as in the authors' published code. Options beyond it are ours,
 * as said at {@link DiffusionSpectralEntropy}.
 *
 * @param bandwidth how sigma is chosen; the published default is {@code fixed(10)}
 * @param time diffusion time t, any finite number &gt;= 0; default 1
 * @param alpha anisotropy, in [0, 1]; default 0
 * @param seed of the draws; default 0; its sign does not matter, as in Python
 * @param repetitions R, draws per class, 1 to 1,000 (that bound is ours: each draw is an eigenproblem); default 5
 * @param reference what a class is compared with; default {@code SUBSAMPLE}
 */
public record DiffusionSpectralMutualInformation(
        Bandwidth bandwidth, double time, double alpha, long seed, int repetitions, Reference reference)
        implements Metric {

    private static final int MOST_REPETITIONS = 1_000;

    private static final MetricInfo INFO = new MetricInfo(
                    "diffusion-spectral-mutual-information",
                    "Diffusion spectral mutual information with the labels",
                    "DSMI(Z;Y)",
                    "bit",
                    "information",
                    "How much the activations tell of the class: the entropy that is lost once the class is known. It rises while"
                            + " a network learns to generalise.",
                    MetricInfo.Direction.HIGHER_IS_BETTER)
            .defined(
                    "The sum over classes c of n_c / N times (DSE of n_c rows drawn from all - DSE of the rows "
                            + "of class c); the draws are repeated.",
                    "About 0 to the entropy of the classes in bit; small negative values come from the draws and "
                            + "are not clamped.",
                    "Liu et al., Assessing Neural Network Representations During Training Using Noise-Resilient "
                            + "Diffusion Spectral Entropy, arXiv 2312.04823");

    /** What the entropy within a class is compared with. */
    public enum Reference {
        /** As many rows as the class has, drawn from all: the published code. */
        SUBSAMPLE,
        /** All rows: the paper's definition IV.2. */
        FULL
    }

    /**
     * Checks the options.
     *
     * @param bandwidth as above
     * @param time as above
     * @param alpha as above
     * @param seed as above
     * @param repetitions as above
     * @param reference as above
     */
    public DiffusionSpectralMutualInformation {
        new DiffusionOptions(bandwidth, time, alpha);
        Objects.requireNonNull(reference, "reference");
        if (repetitions < 1 || repetitions > MOST_REPETITIONS) {
            throw new IllegalArgumentException("Option 'repetitions' is between 1 and " + MOST_REPETITIONS + ", not "
                    + repetitions + ": each is an eigenproblem per class, and the published number is 5");
        }
    }

    /**
     * The published settings: sigma = 10, t = 1, alpha = 0, seed 0, five repetitions, subsamples.
     *
     * @return the metric
     */
    public static DiffusionSpectralMutualInformation withDefaults() {
        return new DiffusionSpectralMutualInformation(Bandwidth.fixed(10), 1, 0, 0, 5, Reference.SUBSAMPLE);
    }

    /** From options as text. */
    static DiffusionSpectralMutualInformation from(OptionReader options) {
        return new DiffusionSpectralMutualInformation(
                options.value("bandwidth", Bandwidth::of),
                options.number("time"),
                options.number("alpha"),
                options.integer("seed"),
                options.count("repetitions"),
                options.oneOf("reference", Reference.class));
    }

    /**
     * Another bandwidth.
     *
     * @param other how sigma is chosen
     * @return the changed copy
     */
    public DiffusionSpectralMutualInformation withBandwidth(Bandwidth other) {
        return new DiffusionSpectralMutualInformation(other, time, alpha, seed, repetitions, reference);
    }

    /**
     * Another diffusion time.
     *
     * @param other t, finite and &gt;= 0
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public DiffusionSpectralMutualInformation withTime(double other) {
        return new DiffusionSpectralMutualInformation(bandwidth, other, alpha, seed, repetitions, reference);
    }

    /**
     * Another anisotropy.
     *
     * @param other alpha, in [0, 1]
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public DiffusionSpectralMutualInformation withAlpha(double other) {
        return new DiffusionSpectralMutualInformation(bandwidth, time, other, seed, repetitions, reference);
    }

    /**
     * Other draws.
     *
     * @param other seed
     * @return the changed copy
     */
    public DiffusionSpectralMutualInformation withSeed(long other) {
        return new DiffusionSpectralMutualInformation(bandwidth, time, alpha, other, repetitions, reference);
    }

    /**
     * Another number of draws.
     *
     * @param other per class, 1 to 1,000
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public DiffusionSpectralMutualInformation withRepetitions(int other) {
        return new DiffusionSpectralMutualInformation(bandwidth, time, alpha, seed, other, reference);
    }

    /**
     * Another reference.
     *
     * @param other what a class is compared with
     * @return the changed copy
     */
    public DiffusionSpectralMutualInformation withReference(Reference other) {
        return new DiffusionSpectralMutualInformation(bandwidth, time, alpha, seed, repetitions, other);
    }

    @Override
    public MetricInfo info() {
        return INFO;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ACTIVATIONS, Need.LABELS);
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>(diffusion().asMap());
        options.put("seed", seed);
        options.put("repetitions", repetitions);
        options.put("reference", reference.name());
        return options;
    }

    @Override
    public String label() {
        return diffusion().label()
                + (reference == Reference.FULL ? ", against all" : "")
                + (seed == 0 ? "" : ", seed " + seed)
                + (repetitions == 5 ? "" : ", " + repetitions + " draws");
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        int[] labels = snapshot.labels();
        if (labels == null) {
            return MetricResult.notApplicable("no labels: the probe has no classes to compare the activations with");
        }
        return between(snapshot, labels);
    }

    /** The estimate for any partition of the samples, class labels or other. */
    MetricResult between(Snapshot snapshot, int[] labels) {
        List<int[]> classes = rowsByClass(labels);
        List<int[]> subsets = new ArrayList<>(classes);
        classes.forEach(rows -> subsets.addAll(references(rows.length, labels.length)));
        DiffusionSpectra spectra = snapshot.diffusionSpectra(bandwidth, alpha, subsets);
        double[] entropies =
                spectra.eigenvalues().stream().mapToDouble(diffusion()::entropy).toArray();
        double information = entropies.length == 0 ? Double.NaN : information(classes, entropies, labels.length);
        Map<String, Object> settings = new TreeMap<>(options());
        settings.putAll(diffusion().settings(snapshot, spectra));
        settings.put("classes", classes.size());
        return new MetricResult(
                List.of(
                        new MetricValue.Scalar("information", "bit", information),
                        new MetricValue.Scalar("sigma", "activation", spectra.sigma())),
                settings,
                diffusion().flags(spectra));
    }

    /** Rows of each class, by ascending class id. */
    private static List<int[]> rowsByClass(int[] labels) {
        Map<Integer, List<Integer>> rows = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            rows.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
        }
        return rows.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The rows that a class of this size is compared with. */
    private List<int[]> references(int size, int population) {
        if (reference == Reference.FULL) {
            return List.of(IntStream.range(0, population).toArray());
        }
        PythonRandom random = new PythonRandom(seed);
        return IntStream.range(0, repetitions)
                .mapToObj(r -> random.sample(population, size))
                .toList();
    }

    /** Entropies of the classes first, then those of each class's references. */
    private double information(List<int[]> classes, double[] entropies, int population) {
        int perClass = (entropies.length - classes.size()) / classes.size();
        double information = 0;
        for (int c = 0; c < classes.size(); c++) {
            double mean = 0;
            for (int r = 0; r < perClass; r++) {
                mean += entropies[classes.size() + c * perClass + r] / perClass;
            }
            information += (mean - entropies[c]) * classes.get(c).length / population;
        }
        return information;
    }

    private DiffusionOptions diffusion() {
        return new DiffusionOptions(bandwidth, time, alpha);
    }
}
