package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Picks the first so many examples of each class out of batches. Not safe for use by several threads. */
final class ClassSample {

    /** So many classes that are short of examples are named. */
    private static final int NAMED = 5;

    private final int wanted;
    private final Map<Integer, Integer> found = new TreeMap<>();
    private final List<DataSet> parts = new ArrayList<>();
    private int columns;

    ClassSample(int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("Take 1 example per class at least, not " + wanted);
        }
        this.wanted = wanted;
    }

    /**
     * Takes what is wanted of a batch; copied.
     *
     * @throws IllegalArgumentException if the labels name no classes
     */
    void add(org.nd4j.linalg.dataset.api.DataSet batch) {
        INDArray labels = batch.getLabels();
        if (labels == null || labels.isEmpty() || !ClassTable.fits(labels)) {
            throw new IllegalArgumentException("The data has no class labels to choose by: use Probe.of");
        }
        ClassTable table = ClassTable.of(labels);
        CountedSteps counted = CountedSteps.of(
                batch.getLabelsMaskArray(), labels, new @Nullable INDArray[] {batch.getFeaturesMaskArray()});
        // A single column holds ids or a sigmoid: which classes there are is known at the end only.
        columns = table.classes() == 1 ? 0 : table.classes();
        for (int label = 0; label < columns; label++) {
            found.putIfAbsent(label, 0);
        }
        List<Integer> rows = new ArrayList<>();
        for (int example = 0; example < table.examples(); example++) {
            int label = table.named(example, counted.last(table, example));
            if (label < 0) {
                throw new IllegalArgumentException("The labels of example " + example
                        + " of a batch name no class, neither one-hot nor an integer id: use Probe.of");
            }
            if (found.merge(label, 1, Integer::sum) <= wanted) {
                rows.add(example);
            }
        }
        if (!rows.isEmpty()) {
            parts.add(Detached.make(() -> part(batch, rows)));
        }
    }

    private static DataSet part(org.nd4j.linalg.dataset.api.DataSet batch, List<Integer> rows) {
        DataSet part = new DataSet(Examples.rows(batch.getFeatures(), rows), Examples.rows(batch.getLabels(), rows));
        INDArray featureMask = batch.getFeaturesMaskArray();
        INDArray labelMask = batch.getLabelsMaskArray();
        part.setFeaturesMaskArray(featureMask == null ? null : Examples.rows(featureMask, rows));
        part.setLabelsMaskArray(labelMask == null ? null : Examples.rows(labelMask, rows));
        return part;
    }

    /** Whether more batches cannot bring anything. */
    boolean isComplete() {
        return columns > 0 && found.values().stream().allMatch(count -> count >= wanted);
    }

    Probe probe() {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("There are no examples: reset the iterator, or give another one");
        }
        return Probe.of(DataSet.merge(parts)).describedAs(description());
    }

    private String description() {
        List<String> few = found.entrySet().stream()
                .filter(entry -> entry.getValue() < wanted)
                .map(entry -> "class " + entry.getKey() + " has " + entry.getValue())
                .toList();
        String all = "the first " + wanted + " examples of each of " + found.size() + " classes";
        if (few.isEmpty()) {
            return all;
        }
        String rest = few.size() > NAMED ? " and " + (few.size() - NAMED) + " more have fewer" : "";
        return all + ", but " + String.join(", ", few.subList(0, Math.min(NAMED, few.size()))) + rest;
    }
}
