package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Feature entropy of convolutional units: how much the topology of a unit's maps varies among images of one class. Low
 * values mean that the unit answers to every image of the class with the same structure.
 *
 * <p><b>Definition.</b> A unit's activated map for an image is a weighted graph, whose clique filtration has its first
 * one-dimensional homology class at the birth point b ({@link Kernels#firstCycleBirths}). Over the N images of one class,
 * P(x) = #{i : b_i = x} / N, eps = share of images with a birth, and H = - sum P(x) ln P(x), in nat, over the births
 * there are; by default P is not renormalised. If eps &lt; 0.1, H is replaced by the {@link LowRate} rule. A unit's H is
 * the mean over classes, the layer's the mean over units.
 *
 * <p><b>Values.</b> {@code entropy}: mean H over units. {@code liveEntropy}: the same over live units, those with a
 * birth. {@code existing}: mean over live units of the entropy of the births alone. {@code eps}: mean share of images with
 * a birth. {@code deadShare}: share of units without any birth. {@code lowShare}: share of units with eps &lt; 0.1, whose
 * entropy is not reliable, dead ones included. {@code null}: entropy of maps without structure of the same size and
 * number ({@link RandomMapReference}). {@code excess}: entropy - null. {@code entropyOverUnits}: the distribution of H
 * over live units. Then one score per unit: {@code unitEntropy}, {@code unitExisting}, {@code unitEps},
 * {@code unitIneffectiveness} (existing / eps), {@code unitBirths}, and {@code unitRank}, 1 for the live unit of lowest H,
 * NaN for dead ones.
 *
 * <p><b>Reading it.</b> H does not change when weights are rescaled. It grows with the size of the maps and with N, so
 * layers of different sizes compare by {@code excess} only.
 *
 * <p><b>Edge cases.</b> For [n, c, h, w] with labels; other layers and probes: not applicable. Classes of fewer than
 * {@code minimumImages} images are skipped and counted; with none left, the value is undefined. A map with a NaN leaves N;
 * a unit that then has too few images of a class is not measured on it. Maps that are not square are padded by missing
 * edges and carry a caution; maps below 4 x 4 have no births and are saturated.
 *
 * <p><b>Ours:</b> {@code LowRate.MAX} as default (by the paper's rule a dead unit scores 0, the best there is), the minimum
 * of images, padding, the reference, live and dead units told apart.
 *
 * <p><b>Source.</b> Zhao and Zhang, "Quantitative Performance Assessment of CNN Units via Topological Entropy
 * Calculation", ICLR 2022, arXiv 2103.09716.
 *
 * @param normalisation what shares are of; default {@code ALL}
 * @param lowRate what replaces H where eps &lt; 0.1; default {@code MAX}
 * @param maximumRank which births count; default {@code UNLIMITED}
 * @param minimumImages of a class, at least 2; default 20
 * @param reference the entropy of maps without structure; default seed 0
 */
public record FeatureEntropy(
        Normalisation normalisation,
        LowRate lowRate,
        MaximumRank maximumRank,
        int minimumImages,
        RandomMapReference reference)
        implements Metric {

    /** What the shares P(x) are of. */
    public enum Normalisation {
        /** All images of the class: the paper. */
        ALL,
        /** The images with a birth: the authors' scripts. */
        EXISTING
    }

    /** What H becomes when fewer than a tenth of the images have a birth. */
    public enum LowRate {
        /** ln N, the largest value: a unit that hardly answers is a bad one (ours). */
        MAX,
        /** eps ln N: the paper. A dead unit then scores 0, and a layer seems to get better as its units die. */
        PAPER,
        /** No replacement. */
        NONE
    }

    /** Which births count. */
    public enum MaximumRank {
        /** All: the paper. */
        UNLIMITED,
        /**
         * As in the authors' scripts: births at level 2 to min(51, ceil(0.8 m (m - 1) / 2)); level 1 has index 0 there,
         * which means none.
         */
        AUTHOR
    }

    private static final MetricInfo INFO = new MetricInfo(
                    "feature-entropy",
                    "Feature entropy",
                    "FE",
                    "nat",
                    "entropy",
                    "How much the topology of a unit's maps varies among images of one class: low when a unit answers to every"
                            + " image of the class alike. Compare it with the value of maps without structure.",
                    MetricInfo.Direction.LOWER_IS_BETTER)
            .defined(
                    "H = -sum P ln P over the images of a class, P(x) the share of images whose map of the unit "
                            + "has its first cycle born at level x; the mean over classes, then over units.",
                    "0 to ln N nat, N the images of a class; maps without structure are near the value of null.",
                    "Zhao and Zhang, Quantitative Performance Assessment of CNN Units via Topological Entropy "
                            + "Calculation, ICLR 2022, arXiv 2103.09716");

    /**
     * Checks the options.
     *
     * @param normalisation as above
     * @param lowRate as above
     * @param maximumRank as above
     * @param minimumImages as above
     * @param reference as above
     * @throws IllegalArgumentException if {@code minimumImages} is less than 2
     */
    public FeatureEntropy {
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(lowRate, "lowRate");
        Objects.requireNonNull(maximumRank, "maximumRank");
        Objects.requireNonNull(reference, "reference");
        if (minimumImages < 2) {
            throw new IllegalArgumentException(
                    "A class needs 2 images or more for an entropy (20 for one worth reading), not " + minimumImages);
        }
    }

    /**
     * The paper's definition, with ln N for units that hardly answer.
     *
     * @return the metric
     */
    public static FeatureEntropy withDefaults() {
        return new FeatureEntropy(
                Normalisation.ALL, LowRate.MAX, MaximumRank.UNLIMITED, 20, RandomMapReference.seeded(0));
    }

    /** From options as text. */
    static FeatureEntropy from(OptionReader options) {
        return new FeatureEntropy(
                options.oneOf("normalisation", Normalisation.class),
                options.oneOf("lowRate", LowRate.class),
                options.oneOf("maximumRank", MaximumRank.class),
                Math.toIntExact(options.integer("minimumImages")),
                RandomMapReference.seeded(options.integer("seed")));
    }

    /**
     * Shares of all images or of those with a birth.
     *
     * @param other what shares are of
     * @return the changed copy
     */
    public FeatureEntropy withNormalisation(Normalisation other) {
        return new FeatureEntropy(other, lowRate, maximumRank, minimumImages, reference);
    }

    /**
     * Another rule for units that hardly answer.
     *
     * @param other the rule
     * @return the changed copy
     */
    public FeatureEntropy withLowRate(LowRate other) {
        return new FeatureEntropy(normalisation, other, maximumRank, minimumImages, reference);
    }

    /**
     * All births or the authors' selection.
     *
     * @param other which count
     * @return the changed copy
     */
    public FeatureEntropy withMaximumRank(MaximumRank other) {
        return new FeatureEntropy(normalisation, lowRate, other, minimumImages, reference);
    }

    /**
     * Another minimum of images per class.
     *
     * @param other at least 2
     * @return the changed copy
     * @throws IllegalArgumentException if it is less
     */
    public FeatureEntropy withMinimumImages(int other) {
        return new FeatureEntropy(normalisation, lowRate, maximumRank, other, reference);
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
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("normalisation", normalisation.name());
        options.put("lowRate", lowRate.name());
        options.put("maximumRank", maximumRank.name());
        options.put("minimumImages", minimumImages);
        options.put("seed", reference.seed());
        return options;
    }

    @Override
    public String label() {
        return (normalisation == Normalisation.ALL ? "all images" : "existing births")
                + switch (lowRate) {
                    case MAX -> "";
                    case PAPER -> ", low rate as in the paper";
                    case NONE -> ", low rate as it is";
                }
                + (maximumRank == MaximumRank.AUTHOR ? ", authors' ranks" : "")
                + (minimumImages == 20 ? "" : ", at least " + minimumImages + " images")
                + (reference.seed() == 0 ? "" : ", seed " + reference.seed());
    }

    /**
     * The birth points themselves.
     *
     * @param snapshot a layer
     * @return sample i, unit k of c at i c + k: the level, {@link Kernels#NO_BIRTH} or {@link Kernels#INVALID_MAP}; empty
     *     when the layer has no maps [n, c, h, w]
     */
    public Optional<int[]> births(Snapshot snapshot) {
        return snapshot.activations().rank() == 4
                ? Optional.of(suited(snapshot).firstCycleBirths(snapshot.activations()))
                : Optional.empty();
    }

    private static Kernels suited(Snapshot snapshot) {
        return snapshot.kernels().suited(Operation.FIRST_BIRTHS, snapshot.activations());
    }

    /**
     * The score of one unit on one class.
     *
     * @param unit channel, goes into the score
     * @param label class id, goes into the score
     * @param births one per image, as {@link #births} gives them; invalid ones leave N
     * @param height of the maps
     * @param width of the maps
     * @return not measured if fewer than {@code minimumImages} maps are valid
     */
    public UnitScore score(int unit, int label, int[] births, int height, int width) {
        int[] valid = Arrays.stream(births)
                .filter(birth -> birth != Kernels.INVALID_MAP)
                .toArray();
        BirthEntropy rule = new BirthEntropy(normalisation, lowRate, maximumRank);
        int[] counted = rule.counted(valid, Math.max(height, width));
        int n = valid.length;
        if (n < minimumImages) {
            return new UnitScore(unit, label, n, counted.length, Double.NaN, Double.NaN, Double.NaN);
        }
        return new UnitScore(
                unit,
                label,
                n,
                counted.length,
                rule.of(counted, n),
                BirthEntropy.entropy(counted, counted.length),
                reference.entropy(rule, height, width, n));
    }

    /**
     * The scores of every unit on every class that is large enough.
     *
     * @param snapshot a layer
     * @return by class id, then by unit; empty when the layer has no maps, the probe no labels, or no class has
     *     {@code minimumImages} images
     */
    public List<UnitScore> scores(Snapshot snapshot) {
        int[] labels = snapshot.labels();
        return labels == null
                ? List.of()
                : births(snapshot)
                        .map(births -> scores(births, classes(labels), snapshot.activations()))
                        .orElse(List.of());
    }

    private List<UnitScore> scores(int[] births, Map<Integer, int[]> classes, INDArray maps) {
        int units = (int) maps.size(1);
        List<UnitScore> scores = new ArrayList<>();
        classes.forEach((label, rows) -> {
            for (int unit = 0; rows.length >= minimumImages && unit < units; unit++) {
                int column = unit;
                int[] own = Arrays.stream(rows)
                        .map(row -> births[row * units + column])
                        .toArray();
                scores.add(score(unit, label, own, (int) maps.size(2), (int) maps.size(3)));
            }
        });
        return scores;
    }

    /** Rows of each class, by ascending class id. */
    private static Map<Integer, int[]> classes(int[] labels) {
        Map<Integer, int[]> classes = new TreeMap<>();
        for (int label : labels) {
            classes.computeIfAbsent(
                    label,
                    id -> IntStream.range(0, labels.length)
                            .filter(row -> labels[row] == id)
                            .toArray());
        }
        return classes;
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        int[] labels = snapshot.labels();
        if (snapshot.activations().rank() != 4) {
            return MetricResult.notApplicable("no maps: feature entropy is for convolutional layers [n, c, h, w]");
        }
        if (labels == null) {
            return MetricResult.notApplicable("no labels: feature entropy compares images of one class");
        }
        Map<Integer, int[]> classes = classes(labels);
        Kernels engine = suited(snapshot);
        int[] births = engine.firstCycleBirths(snapshot.activations());
        List<UnitScore> scores = scores(births, classes, snapshot.activations());
        return new UnitStatistics(this, snapshot, classes, births, engine.engine()).result(scores);
    }
}
