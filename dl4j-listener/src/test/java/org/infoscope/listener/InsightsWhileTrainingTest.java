package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.insight.Insight;
import org.infoscope.insight.InsightWatch;
import org.infoscope.insight.Insights;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The rules on readings of the real metrics, told while a network trains. */
@Timeout(60)
class InsightsWhileTrainingTest {

    private static final DiffusionSpectralEntropy NARROW =
            DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.fixed(1e-6));
    private static final DiffusionSpectralEntropy WIDE =
            DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.fixed(1e6));

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final List<Insight> told = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RepresentationListener.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 40, CNN2DFormat.NCHW)))
                .metrics(
                        NARROW,
                        WIDE,
                        DiffusionSpectralMutualInformation.withDefaults(),
                        FeatureEntropy.withDefaults(),
                        SpectralRollOff.withDefaults())
                .onInsight(told::add)
                .every(1)
                .blocking(true);
    }

    private void fit(RepresentationListener listener, int iterations) {
        try (listener) {
            network.setListeners(listener);
            for (long seed = 0; seed < iterations; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        }
        assertThat(network.getIterationCount()).isEqualTo(iterations);
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void bandwidthsThatDoNotFitAreToldOncePerLayerAndLoggedWithTheirPlace() {
        fit(builder().build(), 6);
        Set<String> layers =
                Runs.info(storage).layers().stream().map(layer -> layer.name()).collect(Collectors.toSet());
        for (String rule : List.of("saturated-entropy", "unsuitable-bandwidth")) {
            assertThat(told)
                    .filteredOn(insight -> insight.rule().equals(rule))
                    .extracting(Insight::layer)
                    .as(rule)
                    .hasSize(layers.size())
                    .containsExactlyInAnyOrderElementsOf(layers);
        }
        assertThat(logged(Level.INFO))
                .filteredOn(line -> line.startsWith("Saturated entropy (/representation/"))
                .hasSize(layers.size())
                .allMatch(line -> line.contains(", layer '") && line.contains("iteration 1). DSE is"));
    }

    @Test
    void aDeadLayerIsAWarning() {
        network.getLayer(0).getParam("b").assign(-1e4);
        fit(builder().build(), 4);
        assertThat(told).extracting(Insight::rule).contains("dead-units", "collapsed-representation");
        assertThat(logged(Level.WARN))
                .anyMatch(line -> line.startsWith("Dead units (") && line.contains("100.0 % of the maps"));
    }

    @Test
    void whatIsStoredIsJudgedAlike() {
        fit(builder().build(), 6);
        InsightWatch again = Insights.defaults().watch();
        List<Insight> read = new ArrayList<>();
        Runs.steps(storage).forEach(step -> read.addAll(again.take(step)));
        assertThat(read).isNotEmpty().isEqualTo(told);
    }

    @Test
    void theRulesReadValuesThatTheMetricsHave() {
        fit(builder().build(), 1);
        List<String> values = Runs.live(storage).stream()
                .map(SampledStep::readings)
                .flatMap(List::stream)
                .flatMap(InsightsWhileTrainingTest::names)
                .toList();
        assertThat(values)
                .contains(
                        "diffusion-spectral-entropy meanNorm",
                        "diffusion-spectral-mutual-information information",
                        "feature-entropy deadShare",
                        "spectral-roll-off rollOff",
                        "spectral-roll-off activeFraction");
    }

    private static java.util.stream.Stream<String> names(Reading reading) {
        return reading.values().stream().map(MetricValue::name).map(name -> reading.metric() + ' ' + name);
    }

    @Test
    void otherRulesOrNone() {
        fit(builder().insights(Insights.none()).build(), 4);
        assertThat(told).isEmpty();
        assertThat(logged(Level.INFO)).noneMatch(line -> line.contains("Saturated"));
    }

    @Test
    void aConsumerThatThrowsIsCountedAndLoggedOnce() {
        RepresentationListener listener = builder()
                .onInsight(insight -> {
                    throw new AssertionError("broken");
                })
                .build();
        fit(listener, 6);
        assertThat(logged(Level.WARN))
                .filteredOn(line -> line.contains("consumer of insights"))
                .hasSize(1);
        List<SampledStep> steps = Runs.steps(storage);
        assertThat(steps).hasSize(8);
        assertThat(steps.get(7).cost().failed()).isGreaterThanOrEqualTo(2);
    }
}
