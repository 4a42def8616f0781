package org.infoscope.ui;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.infoscope.history.RunHistory;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Four real trainings in two files: two seeds of one configuration, each in a file of its own; one that was measured with another
 * bandwidth on fewer examples; and one that diverges. Trained for the first class that asks, once for all classes of a JVM.
 */
final class TrainedRuns implements AutoCloseable {
    private final Path folder;
    private final RunHistory first;
    private final RunHistory second;
    private final List<StoredTraining> runs;

    private TrainedRuns() throws IOException {
        folder = Files.createTempDirectory("infoscope-trained-");
        first = RunHistory.open(folder.resolve("first.db"));
        second = RunHistory.open(folder.resolve("second.db"));
        List<Metric> all = Stream.concat(Metrics.standard().stream(), Stream.of(FeatureEntropy.withDefaults()))
                .toList();
        List<Metric> narrow = List.of(
                DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.fixed(0.05)),
                SpectralRollOff.withDefaults());
        SmallTraining one = new SmallTraining("trained-1", "patterns seed 1", 11, new Adam(1e-2), 66, all);
        SmallTraining two = new SmallTraining("trained-2", "patterns seed 2", 12, new Adam(1e-2), 66, all);
        SmallTraining other = new SmallTraining("trained-narrow", "narrow", 13, new Adam(1e-2), 24, narrow);
        SmallTraining lost = new SmallTraining("trained-fast", "too fast", 14, new Sgd(1e9), 24, narrow);
        one.record(first);
        two.record(second);
        other.record(first);
        lost.record(second);
        runs = List.of(
                StoredTraining.of(first, one.session()),
                StoredTraining.of(second, two.session()),
                StoredTraining.of(first, other.session()),
                StoredTraining.of(second, lost.session()));
    }

    /** In which the first seed and the run of another bandwidth are. */
    RunHistory first() {
        return first;
    }

    /** In which the second seed and the diverging run are. */
    RunHistory second() {
        return second;
    }

    /** The run of a seed, 1 or 2. */
    StoredTraining seed(int number) {
        return runs.get(number - 1);
    }

    /** Another bandwidth, fewer examples. */
    StoredTraining narrow() {
        return runs.get(2);
    }

    /** Its score becomes NaN. */
    StoredTraining diverging() {
        return runs.get(3);
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    /** Gives them to whoever asks; JUnit closes them after the last class. */
    static final class Shared implements ParameterResolver {
        private static final Namespace HERE = Namespace.create(TrainedRuns.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TrainedRuns.class;
        }

        @Override
        public TrainedRuns resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, HERE)
                    .computeIfAbsent(TrainedRuns.class, key -> trained(), TrainedRuns.class);
        }

        private static TrainedRuns trained() {
            try {
                return new TrainedRuns();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
