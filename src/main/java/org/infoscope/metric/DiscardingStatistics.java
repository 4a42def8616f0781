package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.infoscope.metric.InformationDiscarding.Mode;
import org.jspecify.annotations.Nullable;

/** Sums up the noise levels of all images. */
final class DiscardingStatistics {

    private static final String UNIT = "nat";
    private static final String DEAD = "leaves the layer's answer as it is, or gives no finite one";

    /** Shares of cells at an end of the range from which on the end is part of the value. */
    private static final double MUCH_CLAMPED = 0.05;

    /** Factor between L and c from which on the search has not come near, and calibration is more than a correction. */
    private static final double FAR = 2.0;

    private final InformationDiscarding metric;
    private final Snapshot snapshot;
    private final PerturbedLayer layer;
    private final InputCells cells;

    DiscardingStatistics(InformationDiscarding metric, Snapshot snapshot, PerturbedLayer layer, InputCells cells) {
        this.metric = metric;
        this.snapshot = snapshot;
        this.layer = layer;
        this.cells = cells;
    }

    MetricResult result(List<@Nullable ImageNoise> images) {
        List<ImageNoise> live = images.stream().filter(Objects::nonNull).toList();
        return new MetricResult(values(images, live), settings(), flags(images.size(), live));
    }

    private List<MetricValue> values(List<@Nullable ImageNoise> images, List<ImageNoise> live) {
        int dead = images.size() - live.size();
        List<MetricValue> values = new ArrayList<>();
        values.add(new MetricValue.Scalar("informationDiscarding", UNIT, mean(live, ImageNoise::entropy)));
        values.add(new MetricValue.Scalar("spread", UNIT, spread(live)));
        if (cells.hasBackground()) {
            values.add(new MetricValue.Scalar("concentration", UNIT, mean(live, image -> image.concentration(cells))));
        }
        values.add(new MetricValue.Scalar("clampedShare", "1", clampedShare(live)));
        values.add(new MetricValue.Scalar("deadImages", "images", dead));
        values.add(new MetricValue.Scalar("deadShare", "1", (double) dead / images.size()));
        if (metric.mode() == Mode.DEFAULT || metric.mode() == Mode.PUBLISHED) {
            values.add(new MetricValue.Scalar("loss", "1", mean(live, ImageNoise::loss)));
        }
        values.add(maps(images));
        return values;
    }

    private static double mean(List<ImageNoise> live, ToDoubleFunction<ImageNoise> of) {
        return live.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static double clampedShare(List<ImageNoise> live) {
        return mean(live, image -> NoiseLevels.clampedShare(image.sigma()));
    }

    private static double spread(List<ImageNoise> live) {
        double centre = mean(live, ImageNoise::entropy);
        return Math.sqrt(mean(live, image -> (image.entropy() - centre) * (image.entropy() - centre)));
    }

    private MetricValue.PixelMaps maps(List<@Nullable ImageNoise> images) {
        List<Double> none = Collections.nCopies(cells.count(), Double.NaN);
        return new MetricValue.PixelMaps(
                "pixelEntropy",
                UNIT,
                cells.rows(),
                cells.columns(),
                IntStream.range(0, images.size()).mapToObj(layer::example).toList(),
                images.stream().map(image -> image == null ? none : image.map()).toList());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(metric.options());
        settings.put("n", layer.images());
        settings.put("d", layer.outputs());
        settings.put("rows", cells.rows());
        settings.put("columns", cells.columns());
        settings.put("cells", cells.count());
        settings.put("sigma0", metric.search().referenceNoise());
        settings.put("c", metric.search().target());
        settings.put("function", metric.mode() == Mode.PUBLISHED ? "ReLU of the activations" : "the activations");
        settings.put("normaliser", "not known: sigma is in the units of the network's input");
        settings.put("inputMean", layer.inputMean());
        settings.put("inputSd", layer.inputSd());
        settings.put("dtype", snapshot.activations().dataType().name());
        settings.put("engine", "replica");
        return settings;
    }

    private List<Flag> flags(int images, List<ImageNoise> live) {
        List<Flag> flags = new ArrayList<>();
        if (live.isEmpty()) {
            flags.add(new Flag(Flag.Kind.UNDEFINED, "dead: noise on the input " + DEAD + ", for every image"));
        } else if (live.size() < images) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    (images - live.size()) + " of " + images + " images are left out: noise on them " + DEAD));
        }
        if (clampedShare(live) >= MUCH_CLAMPED) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "%.0f %% of the cells are at an end of the range of sigma, [1e-3, 1], 1 where the layer does not answer"
                            .formatted(100 * clampedShare(live))));
        }
        double target = metric.search().target();
        if (live.stream().anyMatch(image -> Math.abs(Math.log(target / image.loss())) > Math.log(FAR))) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "the search ended at an L more than " + FAR + " times off c = " + target
                            + " on an image: see loss"));
        }
        return flags;
    }
}
