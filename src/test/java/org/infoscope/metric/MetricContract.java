package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every metric promises. A metric's test implements this and inherits all of it. */
interface MetricContract {

    Kernels KERNELS = new CpuKernels();

    /** The metric with its defaults. */
    Metric metric();

    /** Whether the order of the samples matters (seeded draws by row). */
    default boolean dependsOnSampleOrder() {
        return false;
    }

    /** Whether a NaN in the activations is refused; otherwise it is counted and flagged. */
    default boolean refusesNaN() {
        return true;
    }

    /** Who computes. */
    default String engine() {
        return "cpu";
    }

    /** Maps [n, 3, 5, 6] of seeded noise around class means. */
    static INDArray activations(int n) {
        Random random = new Random(42);
        float[] values = new float[n * 90];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * random.nextGaussian() + 6 * ((i / 90) % 2));
        }
        return Nd4j.createFromArray(values).reshape('c', n, 3, 5, 6);
    }

    /** Two classes in turn. */
    static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    /** The labels are the clusters of the input, too. */
    default Snapshot measurable(INDArray activations, int @Nullable [] labels) {
        ProbeInput input = labels == null ? null : ProbeInput.clustered(labels);
        return new Snapshot("layer", activations, null, labels, 2, KERNELS, input, null);
    }

    private static List<Object> comparable(MetricResult result) {
        return List.of(result.values(), result.settings(), result.flags());
    }

    @Test
    default void sameSeedSameValue() {
        MetricResult first = metric().compute(measurable(activations(24), labels(24)));
        MetricResult second = metric().compute(measurable(activations(24), labels(24)));
        assertThat(first.values()).isNotEmpty();
        assertThat(comparable(first)).isEqualTo(comparable(second));
    }

    @Test
    default void sampleOrderDoesNotMatterUnlessDeclared() {
        INDArray activations = activations(24);
        int[] order = new Random(1).ints(0, 24).distinct().limit(24).toArray();
        INDArray[] rows = Arrays.stream(order)
                .mapToObj(i -> activations.slice(i).reshape(1, 3, 5, 6))
                .toArray(INDArray[]::new);
        int[] labels = Arrays.stream(order).map(i -> labels(24)[i]).toArray();
        MetricResult straight = metric().compute(measurable(activations, labels(24)));
        MetricResult shuffled = metric().compute(measurable(Nd4j.concat(0, rows), labels));
        double difference = Math.abs(headline(straight) - headline(shuffled));
        if (dependsOnSampleOrder()) {
            assertThat(difference).isGreaterThan(1e-9);
        } else {
            assertThat(difference).isLessThan(1e-12);
        }
    }

    private double headline(MetricResult result) {
        MetricValue value = result.values().stream()
                .filter(candidate -> candidate.name().equals(metric().info().headline()))
                .findFirst()
                .orElseThrow();
        return value instanceof MetricValue.Scalar scalar ? scalar.value() : ((MetricValue.Distribution) value).mean();
    }

    @Test
    default void theInputIsUntouched() {
        INDArray activations = activations(12);
        INDArray before = activations.dup();
        int[] labels = labels(12);
        metric().compute(measurable(activations, labels));
        assertThat(activations).isEqualTo(before);
        assertThat(labels).containsExactly(labels(12));
    }

    @Test
    default void oneSample() {
        MetricResult result = metric().compute(measurable(activations(1), new int[] {3}));
        assertThat(headline(result)).isFinite();
    }

    @Test
    default void constantActivations() {
        INDArray constant = Nd4j.ones(DataType.FLOAT, 8, 3, 5, 6).muli(0.1f);
        MetricResult result = metric().compute(measurable(constant, labels(8)));
        double value = headline(result);
        if (Double.isNaN(value)) {
            assertThat(result.flags()).extracting(Flag::kind).contains(Flag.Kind.UNDEFINED);
        } else {
            assertThat(value).isCloseTo(0, within(1e-11));
        }
    }

    @Test
    default void oneNaN() {
        INDArray activations = activations(8);
        activations.putScalar(new int[] {3, 1, 2, 2}, Double.NaN);
        if (refusesNaN()) {
            assertThatThrownBy(() -> metric().compute(measurable(activations, labels(8))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NaN");
        } else {
            MetricResult result = metric().compute(measurable(activations, labels(8)));
            assertThat(result.flags()).extracting(Flag::kind).contains(Flag.Kind.CAUTION);
            assertThat(headline(result)).isFinite();
        }
    }

    @Test
    default void isKnownByItsIdAndOptions() {
        Map<String, String> texts = metric().options().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, option -> option.getValue().toString(), (a, b) -> a, LinkedHashMap::new));
        assertThat(Metrics.of(metric().info().id(), texts)).isEqualTo(metric());
        assertThat(Metrics.of(metric().info().id(), Map.of())).isEqualTo(metric());
        assertThat(metric().label()).isNotBlank();
        assertThat(metric().needs()).contains(Need.ACTIVATIONS);
    }

    @Test
    default void settingsSayWhatTheValueDependsOn() {
        MetricResult result = metric().compute(measurable(activations(6), labels(6)));
        assertThat(result.settings()).containsEntry("dtype", "FLOAT").containsEntry("engine", engine());
        assertThat(result.settings()).containsKey("n").containsAllEntriesOf(metric().options());
    }
}
