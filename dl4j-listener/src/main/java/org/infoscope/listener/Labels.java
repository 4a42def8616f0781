package org.infoscope.listener;

import java.util.List;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a probe says of one output: class ids, and how often the network's answers are right.
 *
 * <p>Thread-safe after construction.
 */
final class Labels {

    private final ReplicaLayer output;
    private final @Nullable ClassTable targets;
    private final CountedSteps counted;
    private final int @Nullable [] given;
    private final @Nullable String reason;

    private Labels(
            ReplicaLayer output,
            @Nullable ClassTable targets,
            CountedSteps counted,
            int @Nullable [] given,
            @Nullable String reason) {
        this.output = output;
        this.targets = targets;
        this.counted = counted;
        this.given = given;
        this.reason = reason;
    }

    /**
     * Reads the labels of an output.
     *
     * @param probe with or without labels
     * @param output of the network
     * @param index of the output among the outputs
     * @return never null; {@link #reason} says why there are no class ids
     */
    static Labels of(Probe probe, ReplicaLayer output, int index) {
        INDArray[] arrays = probe.targets();
        boolean chosen =
                probe.labelOutput() == null ? index == 0 : output.name().equals(probe.labelOutput());
        int[] given = chosen ? probe.ids() : null;
        if (arrays == null || index >= arrays.length) {
            return new Labels(
                    output, null, new CountedSteps(null), given, given == null ? "no labels are given" : null);
        }
        INDArray target = Replica.channelsFirst(output, arrays[index]);
        CountedSteps counted = CountedSteps.of(probe.targetMasks()[index], target, probe.featureMasks());
        ClassTable table = ClassTable.fits(target) ? ClassTable.of(target) : null;
        String reason = given != null ? null : misfit(table, counted);
        return new Labels(output, table, counted, given, reason);
    }

    private static @Nullable String misfit(@Nullable ClassTable table, CountedSteps counted) {
        if (table == null) {
            return "labels per pixel name no class for an example";
        }
        int example = counted.firstUnnamed(table);
        return example < 0
                ? null
                : "the targets are neither one-hot nor integer ids (the first such example is " + example
                        + ", counted from 0): give ids with Probe.labels, or name an output with classes by labelOutput";
    }

    /** Why there are no class ids; null when there are. */
    @Nullable
    String reason() {
        return reason;
    }

    /** One class id per example, for sequences that of the last unmasked step; null when there are none. */
    int @Nullable [] ids() {
        if (given != null) {
            return given.clone();
        }
        if (targets == null || reason != null) {
            return null;
        }
        int[] ids = new int[targets.examples()];
        for (int example = 0; example < ids.length; example++) {
            ids[example] = targets.named(example, counted.last(targets, example));
            if (ids[example] < 0) {
                return null;
            }
        }
        return ids;
    }

    /**
     * The share of right answers: of examples, for sequences of all unmasked steps, as Deeplearning4j's Evaluation counts.
     * An answer that holds a NaN is wrong.
     *
     * @param answers of this output, [n, k] or [n, k, t]
     * @return NaN when it is not defined
     */
    double accuracy(INDArray answers) {
        if (!ClassTable.fits(answers) || reason != null) {
            return Double.NaN;
        }
        ClassTable scores = ClassTable.of(answers);
        if (given != null) {
            return accuracyOfGiven(scores, given);
        }
        if (targets == null || targets.steps() != scores.steps() || targets.examples() != scores.examples()) {
            return Double.NaN;
        }
        long right = 0;
        long total = 0;
        for (int example = 0; example < scores.examples(); example++) {
            for (int step = 0; step < scores.steps(); step++) {
                if (counted.contains(targets, example, step)) {
                    total++;
                    right += targets.named(example, step) == scores.decided(example, step) ? 1 : 0;
                }
            }
        }
        return total == 0 ? Double.NaN : (double) right / total;
    }

    private double accuracyOfGiven(ClassTable scores, int[] truth) {
        if (scores.examples() != truth.length) {
            return Double.NaN;
        }
        long right = 0;
        for (int example = 0; example < truth.length; example++) {
            right += truth[example] == scores.decided(example, counted.last(scores, example)) ? 1 : 0;
        }
        return (double) right / truth.length;
    }

    /**
     * Whether the labels and the output speak of the same classes.
     *
     * @param answers of this output
     * @return what is wrong; null when they fit
     */
    @Nullable
    String disagreement(INDArray answers) {
        if (!ClassTable.fits(answers) || reason != null) {
            return null;
        }
        int classes = Math.max(2, answers.rank() < 2 ? 1 : Math.toIntExact(answers.size(1)));
        if (targets != null && given == null && targets.classes() > 1 && targets.classes() != classes) {
            return "The labels of '" + output.name() + "' have " + targets.classes() + " classes, the output has "
                    + classes;
        }
        int[] ids = ids();
        if (ids != null) {
            for (int id : ids) {
                if (id >= classes) {
                    return "The labels of '" + output.name() + "' name class " + id + ", but the output has " + classes
                            + " classes";
                }
            }
        }
        return null;
    }

    /** Labels for every output, in the network's order. */
    static List<Labels> of(Probe probe, Replica replica) {
        List<String> names = replica.outputs();
        return names.stream()
                .map(name -> of(
                        probe,
                        replica.layers().stream()
                                .filter(layer -> layer.name().equals(name))
                                .findFirst()
                                .orElseThrow(),
                        names.indexOf(name)))
                .toList();
    }

    String outputName() {
        return output.name();
    }
}
