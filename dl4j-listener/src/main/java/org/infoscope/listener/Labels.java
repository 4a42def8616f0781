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
    private final @Nullable INDArray mask;
    private final int @Nullable [] given;
    private final @Nullable String reason;

    private Labels(
            ReplicaLayer output,
            @Nullable ClassTable targets,
            @Nullable INDArray mask,
            int @Nullable [] given,
            @Nullable String reason) {
        this.output = output;
        this.targets = targets;
        this.mask = mask;
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
            return new Labels(output, null, null, given, given == null ? "no labels are given" : null);
        }
        INDArray target = Replica.channelsFirst(output, arrays[index]);
        INDArray mask = probe.targetMasks()[index];
        if (mask == null && target.rank() == 3) {
            mask = stepMask(probe, target);
        }
        ClassTable table = ClassTable.fits(target) ? ClassTable.of(target) : null;
        String reason = given != null ? null : misfit(table, mask);
        return new Labels(output, table, mask, given, reason);
    }

    /** Without a label mask, the mask of the features counts for the labels too. */
    private static @Nullable INDArray stepMask(Probe probe, INDArray target) {
        for (INDArray mask : probe.featureMasks()) {
            if (mask != null && mask.rank() == 2 && mask.size(1) == target.size(2)) {
                return mask;
            }
        }
        return null;
    }

    private static @Nullable String misfit(@Nullable ClassTable table, @Nullable INDArray mask) {
        if (table == null) {
            return "labels per pixel name no class for an example";
        }
        for (int example = 0; example < table.examples(); example++) {
            for (int step = 0; step < table.steps(); step++) {
                if (counts(table, mask, example, step) && table.named(example, step) < 0) {
                    return "the targets are neither one-hot nor integer ids (the first such example is " + example
                            + ", counted from 0): give ids with Probe.labels, or name an output with classes by labelOutput";
                }
            }
        }
        return null;
    }

    private static boolean counts(ClassTable table, @Nullable INDArray mask, int example, int step) {
        if (mask == null) {
            return true;
        }
        if (mask.rank() == 1) {
            return mask.getDouble(example) != 0;
        }
        if (mask.rank() != 2) {
            return true;
        }
        // For [n, k] targets a mask of one column leaves out examples; one per class is left to the loss.
        boolean steps = mask.size(1) == table.steps();
        return !steps || mask.getDouble(example, step) != 0;
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
            ids[example] = targets.named(example, lastStep(targets, example));
            if (ids[example] < 0) {
                return null;
            }
        }
        return ids;
    }

    private int lastStep(ClassTable table, int example) {
        for (int step = table.steps() - 1; step > 0; step--) {
            if (counts(table, mask, example, step)) {
                return step;
            }
        }
        return 0;
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
        long counted = 0;
        for (int example = 0; example < scores.examples(); example++) {
            for (int step = 0; step < scores.steps(); step++) {
                if (counts(targets, mask, example, step)) {
                    counted++;
                    right += targets.named(example, step) == scores.decided(example, step) ? 1 : 0;
                }
            }
        }
        return counted == 0 ? Double.NaN : (double) right / counted;
    }

    private double accuracyOfGiven(ClassTable scores, int[] truth) {
        if (scores.examples() != truth.length) {
            return Double.NaN;
        }
        long right = 0;
        for (int example = 0; example < truth.length; example++) {
            right += truth[example] == scores.decided(example, lastStep(scores, example)) ? 1 : 0;
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
