package org.infoscope.listener;

import java.util.Arrays;
import java.util.Objects;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of a probe: copies, checked to have one row per example. Safe for use by several threads. */
final class ProbeArrays {

    private final INDArray[] features;
    private final INDArray @Nullable [] targets;
    private final @Nullable INDArray[] featureMasks;
    private final @Nullable INDArray[] targetMasks;

    private ProbeArrays(
            INDArray[] features,
            INDArray @Nullable [] targets,
            @Nullable INDArray[] featureMasks,
            @Nullable INDArray[] targetMasks) {
        this.features = features;
        this.targets = targets;
        this.featureMasks = featureMasks;
        this.targetMasks = targetMasks;
    }

    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if there are no examples, or arrays that do not have one row per example
     */
    static ProbeArrays of(
            @Nullable INDArray @Nullable [] features,
            @Nullable INDArray @Nullable [] targets,
            @Nullable INDArray @Nullable [] featureMasks,
            @Nullable INDArray @Nullable [] targetMasks) {
        INDArray first = features == null || features.length == 0 ? null : features[0];
        if (features == null || first == null) {
            throw new IllegalArgumentException("A probe needs features");
        }
        long examples = first.rank() == 0 ? 0 : first.size(0);
        if (examples < 1 || first.isEmpty()) {
            throw new IllegalArgumentException("A probe needs at least one example");
        }
        INDArray[] inputs = all("features", features, examples);
        INDArray @Nullable [] labels = null;
        if (targets != null && targets.length > 0 && targets[0] != null) {
            labels = all("labels", targets, examples);
        }
        return new ProbeArrays(
                inputs,
                labels,
                stepMasks(masks("feature mask", inputs.length, featureMasks, examples)),
                masks("label mask", labels == null ? 0 : labels.length, targetMasks, examples));
    }

    private static INDArray[] all(String what, @Nullable INDArray[] arrays, long examples) {
        INDArray[] copies = new INDArray[arrays.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = Objects.requireNonNull(checked(what, i, arrays[i], examples), what);
        }
        return copies;
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

    int examples() {
        return Math.toIntExact(features[0].size(0));
    }

    INDArray[] features() {
        return features;
    }

    /** One per output; null when there are no labels. */
    INDArray @Nullable [] targets() {
        return targets;
    }

    /** One per input. */
    @Nullable
    INDArray[] featureMasks() {
        return featureMasks;
    }

    /** One per label array. */
    @Nullable
    INDArray[] targetMasks() {
        return targetMasks;
    }
}
