package org.infoscope.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples as a file holds them.
 *
 * @param features one example along the first dimension; UINT8 for pixels that are bytes
 * @param targets what the network should answer; null when the file does not say
 * @param featureMask of sequences; null without one
 * @param targetMask of sequences; null without one
 */
record ExampleSet(
        INDArray features,
        @Nullable INDArray targets,
        @Nullable INDArray featureMask,
        @Nullable INDArray targetMask) {

    /** Features alone. */
    static ExampleSet of(INDArray features) {
        return new ExampleSet(features, null, null, null);
    }

    int size() {
        return Math.toIntExact(features.size(0));
    }

    /** Whether the features are pixels of 0 to 255. */
    boolean areBytes() {
        return features.dataType() == DataType.UINT8;
    }

    /** Numbers of one example. */
    long length() {
        return features.length() / features.size(0);
    }

    /** The same, but for the features. */
    ExampleSet withFeatures(INDArray other) {
        return new ExampleSet(other, targets, featureMask, targetMask);
    }

    /** Some of the examples, in the order of the rows. */
    ExampleSet rows(int[] rows) {
        return new ExampleSet(
                rows(features, rows),
                targets == null ? null : rows(targets, rows),
                featureMask == null ? null : rows(featureMask, rows),
                targetMask == null ? null : rows(targetMask, rows));
    }

    private static INDArray rows(INDArray array, int[] rows) {
        long[] shape = array.shape().clone();
        shape[0] = rows.length;
        INDArray chosen = Nd4j.createUninitialized(array.dataType(), shape, 'c');
        for (int i = 0; i < rows.length; i++) {
            chosen.slice(i).assign(array.slice(rows[i]));
        }
        return chosen;
    }

    /**
     * The first examples of each class.
     *
     * @param ids class of each example
     * @param most of a class
     * @return their rows, ascending
     */
    static int[] firstOfEachClass(int[] ids, int most) {
        Map<Integer, Integer> taken = new HashMap<>();
        return IntStream.range(0, ids.length)
                .filter(row -> taken.merge(ids[row], 1, Integer::sum) <= most)
                .toArray();
    }

    /** Class ids of one-hot targets [n, k], k at least 2; null when the targets are anything else. */
    int @Nullable [] ids() {
        if (targets == null || targets.rank() != 2 || targets.size(1) < 2) {
            return null;
        }
        double[][] rows = targets.castTo(DataType.DOUBLE).toDoubleMatrix();
        int[] ids = new int[rows.length];
        for (int i = 0; i < ids.length; i++) {
            double[] row = rows[i];
            ids[i] = IntStream.range(0, row.length)
                    .filter(k -> row[k] == 1)
                    .findFirst()
                    .orElse(-1);
            if (ids[i] < 0 || Arrays.stream(row).filter(value -> value != 0).count() != 1) {
                return null;
            }
        }
        return ids;
    }
}
