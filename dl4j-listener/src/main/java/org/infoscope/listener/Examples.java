package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small steps on arrays whose rows are examples. */
final class Examples {

    private Examples() {}

    /** The first example of each array, as arrays of one row. */
    static @Nullable INDArray[] first(@Nullable INDArray[] arrays) {
        @Nullable INDArray[] rows = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            INDArray array = arrays[i];
            rows[i] = array == null ? null : row(array, 0);
        }
        return rows;
    }

    /**
     * One example as a detached array of one row. ND4J's own {@code get} takes some rows of an array that is a view, as a part of a
     * {@code DataSet} is, for empty.
     */
    static INDArray row(INDArray array, int index) {
        long[] shape = array.shape().clone();
        shape[0] = 1;
        long offset = array.offset() + (long) index * array.stride(0);
        return Nd4j.create(array.data(), shape, array.stride().clone(), offset, array.ordering())
                .dup('c');
    }

    /** Some examples, as one detached array. */
    static INDArray rows(INDArray array, List<Integer> indices) {
        INDArray[] rows = indices.stream().map(index -> row(array, index)).toArray(INDArray[]::new);
        return Nd4j.concat(0, rows);
    }

    /**
     * Splits layers into groups that are captured together, each within a limit if it has more than one layer.
     *
     * @param bytes that each layer's activations take, in network order
     * @param limit of a group
     */
    static List<Set<String>> groups(Map<String, Long> bytes, long limit) {
        List<Set<String>> groups = new ArrayList<>();
        Set<String> group = new LinkedHashSet<>();
        long sum = 0;
        for (Map.Entry<String, Long> layer : bytes.entrySet()) {
            if (!group.isEmpty() && sum + layer.getValue() > limit) {
                groups.add(group);
                group = new LinkedHashSet<>();
                sum = 0;
            }
            group.add(layer.getKey());
            sum += layer.getValue();
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
