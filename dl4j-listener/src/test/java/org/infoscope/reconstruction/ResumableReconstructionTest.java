package org.infoscope.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResumableReconstructionTest {

    private static final ReconstructionUncertainty QUICK =
            ReconstructionUncertainty.withDefaults().withImages(2).withTraining(new DecoderTraining(1, 2, 0.01));

    private final INDArray inputs = SmallLayers.vectors(40, 4, 1);
    private final MultiLayerNetwork network = SmallLayers.linear(Nd4j.eye(4));
    private final List<String> trained = new ArrayList<>();

    private MetricResult compute(Path folder, ReconstructionUncertainty metric, Snapshot snapshot) {
        return new ResumableReconstruction(metric, new FinishedLayers(folder), (layer, phase, done, total) -> {
                    if (phase == DecoderProgress.Phase.TRAINING && done == total) {
                        trained.add(layer);
                    }
                })
                .compute(snapshot);
    }

    private static void assertSame(MetricResult found, MetricResult first) {
        assertThat(found.values()).isEqualTo(first.values());
        assertThat(found.flags()).isEqualTo(first.flags());
        assertThat(found.settings()).hasToString(first.settings().toString());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aFinishedLayerIsFoundByTheNextProgram(@TempDir Path folder) {
        MetricResult first = compute(folder, QUICK, SmallLayers.snapshot(network, "layer0", inputs));
        assertThat(trained).containsExactly("layer0");
        MetricResult again = compute(folder, QUICK, SmallLayers.snapshot(network, "layer0", inputs.dup()));
        assertThat(trained).as("not trained again").containsExactly("layer0");
        assertSame(again, first);
    }

    @Test
    void anotherNetworkLayerInputOrOptionIsAnotherLayer(@TempDir Path folder) {
        compute(folder, QUICK, SmallLayers.snapshot(network, "layer0", inputs));
        compute(folder, QUICK, SmallLayers.snapshot(network, "layer1", inputs));
        compute(folder, QUICK.withSeed(1), SmallLayers.snapshot(network, "layer0", inputs));
        compute(
                folder,
                QUICK,
                SmallLayers.snapshot(SmallLayers.linear(Nd4j.eye(4).mul(2)), "layer0", inputs));
        compute(folder, QUICK, SmallLayers.snapshot(network, "layer0", SmallLayers.vectors(40, 4, 2)));
        assertThat(trained).containsExactly("layer0", "layer1", "layer0", "layer0", "layer0");
    }

    @Test
    void aDamagedFileIsMeasuredAgain(@TempDir Path folder) throws IOException {
        Snapshot snapshot = SmallLayers.snapshot(network, "layer0", inputs);
        MetricResult first = compute(folder, QUICK, snapshot);
        Path file = files(folder).get(0);
        Files.write(file, new byte[] {1, 2, 3});
        assertSame(compute(folder, QUICK, snapshot), first);
        assertThat(trained).hasSize(2);
        assertSame(compute(folder, QUICK, snapshot), first);
        assertThat(trained).as("kept again").hasSize(2);
    }

    @Test
    void whatIsRecordedIsForgottenAndNothingElse(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("run.db.unfinished");
        Snapshot snapshot = SmallLayers.snapshot(network, "layer0", inputs);
        FinishedLayers others = new FinishedLayers(folder);
        others.keep(QUICK.withSeed(9), snapshot, QUICK.compute(snapshot));
        FinishedLayers own = new FinishedLayers(folder);
        own.keep(QUICK, snapshot, QUICK.compute(snapshot));
        own.forget();
        assertThat(own.find(QUICK, snapshot)).isEmpty();
        assertThat(files(folder)).hasSize(1);
        others.forget();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeCostsOnlyTheResuming(@TempDir Path parent) throws IOException {
        Path notAFolder = Files.writeString(parent.resolve("file"), "in the way");
        MetricResult result = compute(notAFolder, QUICK, SmallLayers.snapshot(network, "layer0", inputs));
        assertThat(result.values()).isNotEmpty();
        assertThat(notAFolder).hasContent("in the way");
    }

    @Test
    void itIsTheSameSeries(@TempDir Path folder) {
        assertThat(SeriesInfo.of(
                        new ResumableReconstruction(QUICK, new FinishedLayers(folder), DecoderProgress.SILENT)))
                .isEqualTo(SeriesInfo.of(QUICK));
    }
}
