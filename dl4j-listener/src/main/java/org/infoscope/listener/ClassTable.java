package org.infoscope.listener;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores or targets per class: what an output says of each example at each step.
 *
 * <p>Built from [n], [n, k] (one step) or [n, k, t].
 */
final class ClassTable {

    private final int examples;
    private final int classes;
    private final int steps;
    private final double[] values;

    private ClassTable(int examples, int classes, int steps, double[] values) {
        this.examples = examples;
        this.classes = classes;
        this.steps = steps;
        this.values = values;
    }

    static boolean fits(INDArray array) {
        return array.rank() >= 1 && array.rank() <= 3;
    }

    static ClassTable of(INDArray array) {
        if (!fits(array)) {
            throw new IllegalArgumentException("Classes per pixel are not read: rank " + array.rank());
        }
        return new ClassTable(
                Math.toIntExact(array.size(0)),
                array.rank() < 2 ? 1 : Math.toIntExact(array.size(1)),
                array.rank() < 3 ? 1 : Math.toIntExact(array.size(2)),
                array.dup('c').data().asDouble());
    }

    int examples() {
        return examples;
    }

    int classes() {
        return classes;
    }

    int steps() {
        return steps;
    }

    double value(int example, int label, int step) {
        return values[(example * classes + label) * steps + step];
    }

    /** The class with the highest score, above 0.5 for a single one; -1 when a score is NaN. */
    int decided(int example, int step) {
        if (classes == 1) {
            double score = value(example, 0, step);
            return Double.isNaN(score) ? -1 : score > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int label = 0; label < classes; label++) {
            double score = value(example, label, step);
            if (Double.isNaN(score)) {
                return -1;
            }
            if (score > value(example, best, step)) {
                best = label;
            }
        }
        return best;
    }

    /** The class that a target names: a one-hot row, or one number that is an id; -1 when it names none. */
    int named(int example, int step) {
        if (classes == 1) {
            double id = value(example, 0, step);
            return id >= 0 && id == Math.rint(id) && id <= Integer.MAX_VALUE ? (int) id : -1;
        }
        int hot = -1;
        for (int label = 0; label < classes; label++) {
            double value = value(example, label, step);
            if (value == 1 && hot < 0) {
                hot = label;
            } else if (value != 0) {
                return -1;
            }
        }
        return hot;
    }
}
