package org.infoscope.ui;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.Flag;
import org.infoscope.metric.InputDiffusionSpectralMutualInformation;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;

/**
 * A run with the information plane at two bandwidths, scores of units, and pixel-wise maps beside their images. Every value
 * is a simple function of the sample n (at iteration 10 n), the layer's depth, the unit or the cell, so that a test can
 * foretell what the page must say. Units and maps are measured at every fifth sample only.
 *
 * @param session DL4J's id
 * @param layers names in network order; the last one has neither maps nor units
 * @param image the probe's side in pixels; 0 for vectors without images
 */
record FullRun(String session, List<String> layers, int image) {
    static final int SCHEDULE = 5;
    static final int UNITS = 14;
    private static final long START = 1_750_000_000_000L;

    private static final DiffusionSpectralMutualInformation FIXED = DiffusionSpectralMutualInformation.withDefaults();
    private static final DiffusionSpectralMutualInformation MEDIAN = FIXED.withBandwidth(Bandwidth.medianHeuristic());
    private static final InputDiffusionSpectralMutualInformation INPUT =
            InputDiffusionSpectralMutualInformation.withDefaults();
    private static final List<SeriesInfo> LABELS = List.of(SeriesInfo.of(FIXED), SeriesInfo.of(MEDIAN));
    private static final List<SeriesInfo> INPUTS =
            List.of(SeriesInfo.of(INPUT.withEstimator(FIXED)), SeriesInfo.of(INPUT.withEstimator(MEDIAN)));
    private static final SeriesInfo ENTROPY = SeriesInfo.of(FeatureEntropy.withDefaults());
    private static final SeriesInfo DISCARDING = new SeriesInfo(
            "information-discarding-1",
            "default",
            new MetricInfo(
                    "information-discarding",
                    "Information discarding",
                    "SID",
                    "nat",
                    "informationDiscarding",
                    "How much of the input the layer does not answer to.",
                    MetricInfo.Direction.NEITHER),
            Map.of("mode", "DEFAULT"));

    static FullRun named(String session) {
        return new FullRun(session, List.of("conv1", "conv2", "dense"), 8);
    }

    void record(StatsStorageRouter storage, int steps) {
        storage.putStaticInfo(info());
        IntStream.range(0, steps).forEach(n -> storage.putUpdate(report(n)));
    }

    RepresentationRun info() {
        List<SeriesInfo> series = new ArrayList<>(LABELS);
        series.addAll(INPUTS);
        series.addAll(List.of(ENTROPY, DISCARDING));
        List<RunInfo.LayerInfo> described = layers.stream()
                .map(name -> new RunInfo.LayerInfo(name, "ConvolutionLayer", "[n, 14, 8, 8]"))
                .toList();
        List<ProbeImage> images = image == 0
                ? List.of()
                : List.of(
                        new ProbeImage(0, image, image, 1, 7, png(image, 40)),
                        new ProbeImage(3, image, image, 1, -1, png(image, 200)));
        return new RepresentationRun(
                session,
                "worker-0",
                START,
                new RunInfo(
                        session,
                        START,
                        "MultiLayerNetwork",
                        described,
                        series,
                        "4 images",
                        Map.of(),
                        images,
                        List.of()));
    }

    private static String png(int side, int grey) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side; i++) {
            picture.setRGB(i, i, grey << 16 | grey << 8 | grey);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    RepresentationReport report(int n) {
        List<Reading> readings = new ArrayList<>();
        for (int depth = 0; depth < layers.size(); depth++) {
            String layer = layers.get(depth);
            for (int k = 0; k < 2; k++) {
                readings.add(scalar(layer, LABELS.get(k), "information", "bit", labels(n, depth) + k));
                readings.add(scalar(layer, INPUTS.get(k), "information", "bit", inputs(n, depth) + k));
            }
            if (n % SCHEDULE == 0) {
                readings.add(depth == layers.size() - 1 ? noMaps(layer) : units(layer, n, depth));
                readings.add(discarding(layer, n, depth));
            }
        }
        return new RepresentationReport(
                session,
                "worker-0",
                START + 1000L * (n + 1),
                new SampledStep(
                        10L * n,
                        n / 10,
                        START + 1000L * (n + 1),
                        1.0 / (n + 1),
                        Map.of("output", 0.5),
                        Map.of(),
                        readings,
                        List.of(),
                        new SampledStep.Cost(80_000, 41_000_000, n + 1, 0, 0),
                        SampledStep.State.LIVE));
    }

    /** DSMI(Z;Y) of the first bandwidth, in bit; the second has 1 bit more. */
    static double labels(int n, int depth) {
        return 0.25 + 0.0625 * n + 0.5 * depth;
    }

    /** DSMI(Z;X) of the first bandwidth, in bit; the second has 1 bit more. */
    static double inputs(int n, int depth) {
        return 2 - 0.03125 * n - 0.25 * depth;
    }

    /** Entropy of a unit in nat: unit 5 has the least; 2 and 9 are dead and have the most. */
    static double entropy(int unit, int n, int depth) {
        return unit == 2 || unit == 9 ? 4 : 1 + 0.125 * Math.floorMod(unit - 5, UNITS) + 0.01 * n + depth;
    }

    /** A cell of the map of one example, in nat. */
    static double cell(int n, int depth, int example, int cell) {
        return -3 + 0.25 * depth + 0.01 * n + 0.001 * example + 0.0625 * cell;
    }

    private static Reading scalar(String layer, SeriesInfo series, String name, String unit, double value) {
        return reading(layer, series, new MetricValue.Scalar(name, unit, value));
    }

    private static Reading noMaps(String layer) {
        MetricResult result = MetricResult.notApplicable("no maps: feature entropy is for convolutional layers");
        List<Flag> flags = result.flags();
        return new Reading(layer, ENTROPY.info().id(), ENTROPY.key(), List.of(), Map.of(), flags, 0);
    }

    private static Reading reading(String layer, SeriesInfo series, MetricValue... values) {
        return new Reading(layer, series.info().id(), series.key(), List.of(values), Map.of("n", 4), List.of(), 1_000);
    }

    private static Reading units(String layer, int n, int depth) {
        double[] entropy = scores(unit -> entropy(unit, n, depth));
        double[] live = scores(unit -> unit == 2 || unit == 9 ? Double.NaN : entropy[unit]);
        double[] sorted = Arrays.stream(live)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return reading(
                layer,
                ENTROPY,
                new MetricValue.Scalar(
                        "entropy", "nat", DoubleStream.of(entropy).average().orElseThrow()),
                new MetricValue.Distribution(
                        "entropyOverUnits",
                        "nat",
                        List.of(0.0, 3.0, 6.0),
                        List.of(6L, 6L),
                        DoubleStream.of(sorted).average().orElseThrow(),
                        0.4,
                        List.of(0.25, 0.5, 0.75),
                        List.of(sorted[3], sorted[6], sorted[9]),
                        UNITS,
                        2,
                        0),
                perUnit("unitEntropy", "nat", entropy),
                perUnit("unitEps", "1", scores(unit -> Double.isNaN(live[unit]) ? 0 : 0.5)),
                perUnit("unitBirths", "1", scores(unit -> Double.isNaN(live[unit]) ? 0 : 100 + unit)),
                perUnit(
                        "unitRank",
                        "1",
                        scores(unit ->
                                Double.isNaN(live[unit]) ? Double.NaN : Arrays.binarySearch(sorted, live[unit]) + 1)));
    }

    private static double[] scores(IntToDoubleFunction of) {
        return IntStream.range(0, UNITS).mapToDouble(of).toArray();
    }

    private static MetricValue perUnit(String name, String unit, double[] scores) {
        return new MetricValue.UnitScores(
                name, unit, Arrays.stream(scores).boxed().toList());
    }

    private Reading discarding(String layer, int n, int depth) {
        int rows = image == 0 ? 1 : 4;
        List<List<Double>> maps = IntStream.of(0, 3)
                .mapToObj(example -> IntStream.range(0, rows * 4)
                        .mapToObj(cell -> cell(n, depth, example, cell))
                        .toList())
                .toList();
        return reading(
                layer,
                DISCARDING,
                new MetricValue.Scalar("informationDiscarding", "nat", -2.9 + 0.01 * n),
                new MetricValue.PixelMaps("entropyOfCell", "nat", rows, 4, List.of(0, 3), maps));
    }
}
