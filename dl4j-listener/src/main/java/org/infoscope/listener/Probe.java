package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.infoscope.metric.ProbeInput;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The fixed examples that the network is asked about at every sampled step: features, and as far as known the labels that
 * they should give.
 *
 * <p>Class ids, which some metrics need, come from the labels of one output (the first unless {@link #labelOutput} says
 * otherwise): the arg-max of a one-hot row, a single sigmoid above 0.5, for sequences the last unmasked step. Integer ids
 * may be given instead with {@link #labels}. Real-valued targets are no class ids: metrics that need labels then say so.
 *
 * <p>Immutable: the arrays are copied when the probe is made. Safe for use by several threads.
 */
public final class Probe {

    private final INDArray[] features;
    private final INDArray @Nullable [] targets;
    private final @Nullable INDArray[] featureMasks;
    private final @Nullable INDArray[] targetMasks;
    private final @Nullable String labelOutput;
    private final int @Nullable [] ids;
    private final String description;
    private final ProbeInput input;

    private Probe(
            INDArray[] features,
            INDArray @Nullable [] targets,
            @Nullable INDArray[] featureMasks,
            @Nullable INDArray[] targetMasks,
            @Nullable String labelOutput,
            int @Nullable [] ids,
            String description,
            ProbeInput input) {
        this.features = features;
        this.targets = targets;
        this.featureMasks = featureMasks;
        this.targetMasks = targetMasks;
        this.labelOutput = labelOutput;
        this.ids = ids;
        this.description = description;
        this.input = input;
    }

    /**
     * Examples for a network with one input and one output.
     *
     * @param data features, optionally labels and masks; copied
     * @return the probe
     * @throws IllegalArgumentException if there are no examples, or arrays that do not have one row per example
     */
    public static Probe of(DataSet data) {
        INDArray labels = data.getLabels();
        return of(
                one(data.getFeatures()),
                labels == null ? null : one(labels),
                new @Nullable INDArray[] {data.getFeaturesMaskArray()},
                new @Nullable INDArray[] {data.getLabelsMaskArray()},
                "given examples");
    }

    /**
     * Examples for a network with any number of inputs and outputs.
     *
     * @param data features in the order of the network's inputs, optionally labels in the order of its outputs, and masks;
     *     copied
     * @return the probe
     * @throws IllegalArgumentException if there are no examples, or arrays that do not have one row per example
     */
    public static Probe of(MultiDataSet data) {
        return of(
                data.getFeatures(),
                data.getLabels(),
                data.getFeaturesMaskArrays(),
                data.getLabelsMaskArrays(),
                "given examples");
    }

    /**
     * All that an iterator gives, read once now; the iterator is reset before and after where it can be.
     *
     * @param data of a network with one input and one output, small enough to be held in memory
     * @return the probe
     * @throws IllegalArgumentException if it gives no examples
     */
    public static Probe of(DataSetIterator data) {
        if (data.resetSupported()) {
            data.reset();
        }
        List<DataSet> batches = new ArrayList<>();
        while (data.hasNext()) {
            org.nd4j.linalg.dataset.DataSet batch = data.next();
            batch.detach();
            batches.add(batch);
        }
        if (data.resetSupported()) {
            data.reset();
        }
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("The iterator has no examples: reset it, or give another one");
        }
        return of(org.nd4j.linalg.dataset.DataSet.merge(batches));
    }

    static Probe of(
            INDArray @Nullable [] features,
            INDArray @Nullable [] targets,
            @Nullable INDArray @Nullable [] featureMasks,
            @Nullable INDArray @Nullable [] targetMasks,
            String description) {
        if (features == null || features.length == 0 || features[0] == null) {
            throw new IllegalArgumentException("A probe needs features");
        }
        long examples = features[0].rank() == 0 ? 0 : features[0].size(0);
        if (examples < 1 || features[0].isEmpty()) {
            throw new IllegalArgumentException("A probe needs at least one example");
        }
        INDArray[] inputs = new INDArray[features.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Objects.requireNonNull(checked("features", i, features[i], examples), "features");
        }
        INDArray @Nullable [] labels = null;
        if (targets != null && targets.length > 0) {
            labels = new INDArray[targets.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = Objects.requireNonNull(checked("labels", i, targets[i], examples), "labels");
            }
        }
        return new Probe(
                inputs,
                labels,
                stepMasks(masks("feature mask", inputs.length, featureMasks, examples)),
                masks("label mask", labels == null ? 0 : labels.length, targetMasks, examples),
                null,
                null,
                description,
                ProbeInput.of(inputs[0]));
    }

    private static INDArray[] one(@Nullable INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException("A probe needs features");
        }
        return new INDArray[] {array};
    }

    private static @Nullable INDArray[] masks(
            String what, int count, @Nullable INDArray @Nullable [] masks, long examples) {
        @Nullable INDArray[] copies = new INDArray[count];
        for (int i = 0; masks != null && i < Math.min(count, masks.length); i++) {
            copies[i] = checked(what, i, masks[i], examples);
        }
        return copies;
    }

    private static @Nullable INDArray[] stepMasks(@Nullable INDArray[] masks) {
        for (INDArray mask : masks) {
            for (int row = 0; mask != null && mask.rank() == 2 && row < mask.size(0); row++) {
                if (mask.getRow(row).sumNumber().doubleValue() == 0) {
                    throw new IllegalArgumentException(
                            "Example " + row + " of the probe is masked at every step: leave it out");
                }
            }
        }
        return masks;
    }

    private static @Nullable INDArray checked(String what, int index, @Nullable INDArray array, long examples) {
        if (array == null) {
            return null;
        }
        if (array.rank() < 1 || array.size(0) != examples) {
            throw new IllegalArgumentException("The probe's " + what + " array " + index + " has shape "
                    + Arrays.toString(array.shape()) + ", but its features have " + examples + " examples");
        }
        return Detached.copy(array);
    }

    /**
     * Takes class ids from another output than the first.
     *
     * @param name of the output, as the ComputationGraph names it
     * @return a new probe
     */
    public Probe labelOutput(String name) {
        return new Probe(
                features,
                targets,
                featureMasks,
                targetMasks,
                Objects.requireNonNull(name, "name"),
                ids,
                description,
                input);
    }

    /**
     * Gives the class ids.
     *
     * @param ids one per example, each at least 0; copied
     * @return a new probe
     * @throws IllegalArgumentException if there is not one per example or one is negative
     */
    public Probe labels(int[] ids) {
        if (ids.length != size()) {
            throw new IllegalArgumentException(
                    ids.length + " labels for " + size() + " examples: give one class id per example");
        }
        for (int id : ids) {
            if (id < 0) {
                throw new IllegalArgumentException("A class id is 0 or more, not " + id);
            }
        }
        return new Probe(features, targets, featureMasks, targetMasks, labelOutput, ids.clone(), description, input);
    }

    /**
     * Gives clusters of the inputs, in place of those that metrics of the input would find among the features of the
     * network's first input.
     *
     * @param clusters any id per example; copied
     * @return a new probe
     * @throws IllegalArgumentException if there is not one per example
     */
    public Probe clusters(int[] clusters) {
        if (clusters.length != size()) {
            throw new IllegalArgumentException(
                    clusters.length + " clusters for " + size() + " examples: give one cluster id per example");
        }
        return new Probe(
                features,
                targets,
                featureMasks,
                targetMasks,
                labelOutput,
                ids,
                description,
                input.withClusters(clusters));
    }

    /**
     * Says what the probe is; reports and pages show it.
     *
     * @param description for example {@code 500 test images}
     * @return a new probe
     */
    public Probe describedAs(String description) {
        return new Probe(
                features,
                targets,
                featureMasks,
                targetMasks,
                labelOutput,
                ids,
                Objects.requireNonNull(description, "description"),
                input);
    }

    /**
     * Number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return Math.toIntExact(features[0].size(0));
    }

    /**
     * What the probe is, in words.
     *
     * @return {@code given examples} unless {@link #describedAs} said otherwise
     */
    public String description() {
        return description;
    }

    /** The first input and its clusters, which all that measures this probe shares. */
    ProbeInput input() {
        return input;
    }

    INDArray[] features() {
        return features;
    }

    INDArray @Nullable [] targets() {
        return targets;
    }

    @Nullable
    INDArray[] featureMasks() {
        return featureMasks;
    }

    @Nullable
    INDArray[] targetMasks() {
        return targetMasks;
    }

    @Nullable
    String labelOutput() {
        return labelOutput;
    }

    int @Nullable [] ids() {
        return ids;
    }
}
