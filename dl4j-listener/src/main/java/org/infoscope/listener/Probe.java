package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.infoscope.metric.ImageShape;
import org.infoscope.metric.ProbeInput;
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

    private final ProbeArrays arrays;
    private final @Nullable String labelOutput;
    private final int @Nullable [] ids;
    private final String description;
    private final ProbeInput input;

    private Probe(
            ProbeArrays arrays,
            @Nullable String labelOutput,
            int @Nullable [] ids,
            String description,
            ProbeInput input) {
        this.arrays = arrays;
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
        return of(
                new @Nullable INDArray[] {data.getFeatures()},
                new @Nullable INDArray[] {data.getLabels()},
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
        List<DataSet> batches = new ArrayList<>();
        read(data, batch -> {
            batch.detach();
            return batches.add(batch);
        });
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("The iterator has no examples: reset it, or give another one");
        }
        return of(org.nd4j.linalg.dataset.DataSet.merge(batches));
    }

    /**
     * The first examples of each class, in the order of the data: a probe in which every class weighs alike.
     *
     * @param data features and labels (one-hot rows, integer ids or single sigmoids; for sequences the last unmasked step
     *     counts), optionally masks; copied
     * @param count of examples per class, at least 1; of a class that has fewer all are taken, and {@link #description}
     *     says so
     * @return the probe
     * @throws IllegalArgumentException if the count is below 1, there are no examples, or the labels name no classes
     */
    public static Probe perClass(DataSet data, int count) {
        ClassSample sample = new ClassSample(count);
        sample.add(data);
        return sample.probe();
    }

    /**
     * The first examples of each class, in the order of the data, read now; the iterator is reset before and after where it
     * can be. It is read no further than it takes to find them.
     *
     * @param data as above
     * @param count of examples per class, as above
     * @return the probe
     * @throws IllegalArgumentException as above
     */
    public static Probe perClass(DataSetIterator data, int count) {
        ClassSample sample = new ClassSample(count);
        read(data, batch -> {
            sample.add(batch);
            return !sample.isComplete();
        });
        return sample.probe();
    }

    /** Gives batches until there is none, or the taker says that it has enough. */
    private static void read(DataSetIterator data, Predicate<DataSet> taker) {
        if (data.resetSupported()) {
            data.reset();
        }
        boolean more = true;
        while (more && data.hasNext()) {
            more = taker.test(data.next());
        }
        if (data.resetSupported()) {
            data.reset();
        }
    }

    static Probe of(
            @Nullable INDArray @Nullable [] features,
            @Nullable INDArray @Nullable [] targets,
            @Nullable INDArray @Nullable [] featureMasks,
            @Nullable INDArray @Nullable [] targetMasks,
            String description) {
        ProbeArrays arrays = ProbeArrays.of(features, targets, featureMasks, targetMasks);
        return new Probe(arrays, null, null, description, ProbeInput.of(arrays.features()[0]));
    }

    /**
     * Takes class ids from another output than the first.
     *
     * @param name of the output, as the ComputationGraph names it
     * @return a new probe
     */
    public Probe labelOutput(String name) {
        return new Probe(arrays, Objects.requireNonNull(name, "name"), ids, description, input);
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
        return new Probe(arrays, labelOutput, ids.clone(), description, input);
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
        return new Probe(arrays, labelOutput, ids, description, input.withClusters(clusters));
    }

    /**
     * Says that the features of the first input are images, which only [n, c, h, w] and [n, h, w, c] tell themselves: then
     * metrics can take neighbouring pixels together, and pages show the images.
     *
     * @param channels of each image
     * @param height in pixels
     * @param width in pixels
     * @return a new probe
     * @throws IllegalArgumentException if an example does not have as many numbers, or one of these is below 1
     */
    public Probe images(int channels, int height, int width) {
        ImageShape image = new ImageShape(channels, height, width, false);
        return new Probe(arrays, labelOutput, ids, description, input.withImage(image));
    }

    /**
     * Says what the probe is; reports and pages show it.
     *
     * @param description for example {@code 500 test images}
     * @return a new probe
     */
    public Probe describedAs(String description) {
        return new Probe(arrays, labelOutput, ids, Objects.requireNonNull(description, "description"), input);
    }

    /**
     * Number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return arrays.examples();
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
        return arrays.features();
    }

    INDArray @Nullable [] targets() {
        return arrays.targets();
    }

    @Nullable
    INDArray[] featureMasks() {
        return arrays.featureMasks();
    }

    @Nullable
    INDArray[] targetMasks() {
        return arrays.targetMasks();
    }

    @Nullable
    String labelOutput() {
        return labelOutput;
    }

    int @Nullable [] ids() {
        return ids;
    }
}
