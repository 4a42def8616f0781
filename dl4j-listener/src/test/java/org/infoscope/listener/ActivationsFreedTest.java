package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Snapshot;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's activations are freed as soon as the last metric has used them: none wait for the collector. */
class ActivationsFreedTest {

    private final List<INDArray> seen = new ArrayList<>();
    private final List<String> layers = new ArrayList<>();
    private final List<Boolean> earlierAreFreed = new ArrayList<>();
    private final List<Boolean> ownAreThere = new ArrayList<>();

    private MetricResult watch(Snapshot snapshot) {
        if (!layers.contains(snapshot.layer())) {
            earlierAreFreed.add(seen.stream().allMatch(INDArray::wasClosed));
            layers.add(snapshot.layer());
        }
        ownAreThere.add(!snapshot.activations().wasClosed());
        seen.add(snapshot.activations());
        return TestMetric.result(0);
    }

    @Test
    void noLayersActivationsOutliveItsLastMetric() {
        MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
        Kernels kernels = new CpuKernels(1);
        RepresentationListener listener = RepresentationListener.builder(new InMemoryStatsStorage())
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(new TestMetric("test-first", this::watch), new TestMetric("test-second", this::watch))
                .layers("layer2", "layer4", "layer6")
                .kernels(kernels)
                .blocking(true)
                .every(1)
                .build();
        network.setListeners(listener);
        network.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        listener.close();
        kernels.close();

        assertThat(layers).containsExactly("layer2", "layer4", "layer6");
        assertThat(earlierAreFreed).containsExactly(true, true, true);
        assertThat(ownAreThere).hasSizeGreaterThanOrEqualTo(6).containsOnly(true);
        assertThat(seen).allMatch(INDArray::wasClosed);
    }
}
