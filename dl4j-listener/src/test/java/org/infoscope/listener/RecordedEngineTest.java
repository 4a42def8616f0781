package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsChoice;
import org.infoscope.kernel.Nd4jKernels;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every reading of a training tells who computed it. */
@Timeout(120)
class RecordedEngineTest {

    private static RepresentationListenerBuilder builder(InMemoryStatsStorage storage) {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 40, CNN2DFormat.NCHW)))
                .metrics(
                        SpectralRollOff.withDefaults(),
                        DiffusionSpectralEntropy.withDefaults(),
                        FeatureEntropy.withDefaults())
                .every(1)
                .blocking(true);
    }

    private static List<Reading> readings(Kernels kernels) {
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        try (kernels;
                RepresentationListener listener =
                        builder(storage).kernels(kernels).build()) {
            network.setListeners(listener);
            network.fit(Networks.images(7, 8, CNN2DFormat.NCHW));
        }
        return Runs.live(storage).stream()
                .flatMap(step -> step.readings().stream())
                .filter(reading -> !reading.values().isEmpty())
                .toList();
    }

    private static Set<Object> engines(List<Reading> readings) {
        return readings.stream()
                .map(reading -> reading.settings().get("engine"))
                .collect(Collectors.toSet());
    }

    @Test
    void bothEnginesAreNamedAndAgree() {
        List<Reading> tensors = readings(new Nd4jKernels());
        List<Reading> processor = readings(new CpuKernels());

        assertThat(engines(tensors)).containsExactly("nd4j-native");
        assertThat(engines(processor)).containsExactly("cpu");
        assertThat(tensors).extracting(Reading::metric).contains("spectral-roll-off", "feature-entropy");
        assertThat(tensors).hasSameSizeAs(processor);
        for (int k = 0; k < tensors.size(); k++) {
            assertThat(tensors.get(k).layer()).isEqualTo(processor.get(k).layer());
            assertThat(scalars(tensors.get(k)))
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : a.compareTo(b))
                    .isEqualTo(scalars(processor.get(k)));
        }
    }

    private static List<Double> scalars(Reading reading) {
        return reading.values().stream()
                .filter(MetricValue.Scalar.class::isInstance)
                .map(value -> ((MetricValue.Scalar) value).value())
                .toList();
    }

    @Test
    void aWrongNameIsRefusedBeforeTraining() {
        System.setProperty(KernelsChoice.PROPERTY, "gpu");
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder(new InMemoryStatsStorage()).build())
                    .withMessageContaining("infoscope.kernels")
                    .withMessageContaining("nd4j");
        } finally {
            System.clearProperty(KernelsChoice.PROPERTY);
        }
    }
}
