package org.infoscope.listener;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which examples, and which steps of sequences, a mask lets count.
 *
 * @param mask [n], [n, 1] or [n, t]; null when everything counts
 */
record CountedSteps(@Nullable INDArray mask) {

    /** The mask of the labels or, for sequences without one, the first mask of features that has as many steps. */
    static CountedSteps of(@Nullable INDArray labelMask, INDArray target, @Nullable INDArray[] featureMasks) {
        if (labelMask == null && target.rank() == 3) {
            for (INDArray mask : featureMasks) {
                if (mask != null && mask.rank() == 2 && mask.size(1) == target.size(2)) {
                    return new CountedSteps(mask);
                }
            }
        }
        return new CountedSteps(labelMask);
    }

    boolean contains(ClassTable table, int example, int step) {
        INDArray given = mask;
        if (given == null) {
            return true;
        }
        if (given.rank() == 1) {
            return given.getDouble(example) != 0;
        }
        if (given.rank() != 2) {
            return true;
        }
        // For [n, k] targets a mask of one column leaves out examples; one per class is left to the loss.
        boolean steps = given.size(1) == table.steps();
        return !steps || given.getDouble(example, step) != 0;
    }

    /** The last step of an example that counts; 0 when none does. */
    int last(ClassTable table, int example) {
        for (int step = table.steps() - 1; step > 0; step--) {
            if (contains(table, example, step)) {
                return step;
            }
        }
        return 0;
    }

    /** The first example of which a step that counts names no class; -1 when all do. */
    int firstUnnamed(ClassTable targets) {
        for (int example = 0; example < targets.examples(); example++) {
            for (int step = 0; step < targets.steps(); step++) {
                if (contains(targets, example, step) && targets.named(example, step) < 0) {
                    return example;
                }
            }
        }
        return -1;
    }
}
