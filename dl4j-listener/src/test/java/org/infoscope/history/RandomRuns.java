package org.infoscope.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/** Seeded runs full of what breaks formats: NaN, infinities, signed zeros, subnormals, quotes, line breaks, astral letters. */
final class RandomRuns {

    private static final double[] ODD = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        0.1,
        1.0 / 3,
        1e15,
        -9007199254740992.0,
        1e-300
    };
    private static final String[] TEXTS = {
        "conv1",
        "a,b",
        "say \"no\"",
        "two\nlines",
        "cr\r\nlf",
        "",
        " ",
        "Ünïcödé",
        "\uD83D\uDE00",
        "null",
        "'; DROP TABLE records; --",
        "\t\\"
    };

    private final SplittableRandom random;

    RandomRuns(long seed) {
        random = new SplittableRandom(seed);
    }

    RunInfo run() {
        return new RunInfo(
                text(),
                random.nextLong(),
                text(),
                many(() -> new RunInfo.LayerInfo(text(), text(), text())),
                many(this::series),
                text(),
                settings(),
                many(() -> new ProbeImage(
                        random.nextInt(1000), 1 + random.nextInt(30), 1, 3, random.nextInt(11) - 1, text())),
                many(() -> new RunInfo.Checkpoint(text(), random.nextLong())));
    }

    SeriesInfo series() {
        MetricInfo info = new MetricInfo(
                "metric-" + random.nextInt(5),
                text(),
                text(),
                text(),
                text(),
                text(),
                any(MetricInfo.Direction.values()));
        MetricInfo told = random.nextBoolean() ? info : info.defined(text(), text(), text());
        return new SeriesInfo(info.id() + '-' + random.nextInt(1000), text(), told, settings());
    }

    SampledStep step() {
        return new SampledStep(
                random.nextLong(0, Long.MAX_VALUE),
                random.nextInt(0, 1000),
                random.nextLong(0, 4_000_000_000_000L),
                number(),
                accuracies(),
                accuracies(),
                many(this::reading),
                flags(),
                new SampledStep.Cost(whole(), whole(), whole(), whole(), whole(), overhead()),
                random.nextInt(10) == 0 ? SampledStep.State.ENDED : SampledStep.State.LIVE);
    }

    private Overhead overhead() {
        return random.nextInt(3) == 0
                ? Overhead.UNKNOWN
                : new Overhead(
                        random.nextInt(5) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble(),
                        random.nextDouble(),
                        random.nextDouble(),
                        whole(),
                        whole(),
                        whole(),
                        whole(),
                        many(() -> new Overhead.Series(text(), whole(), whole(), whole(), whole(), whole())));
    }

    Reading reading() {
        return new Reading(
                text(),
                "metric-" + random.nextInt(5),
                "series " + random.nextInt(5),
                many(this::value),
                settings(),
                flags(),
                whole());
    }

    MetricValue value() {
        return switch (random.nextInt(4)) {
            case 0 -> new MetricValue.Scalar("s" + random.nextInt(4), text(), number());
            case 1 -> new MetricValue.UnitScores("u" + random.nextInt(4), text(), numbers(random.nextInt(6)));
            case 2 -> pixelMaps();
            default -> distribution();
        };
    }

    private MetricValue.PixelMaps pixelMaps() {
        int rows = 1 + random.nextInt(3);
        int columns = 1 + random.nextInt(3);
        List<Integer> examples = List.of(0, 7).subList(0, random.nextInt(3));
        List<List<Double>> maps =
                examples.stream().map(example -> numbers(rows * columns)).toList();
        return new MetricValue.PixelMaps("p" + random.nextInt(4), text(), rows, columns, examples, maps);
    }

    private MetricValue.Distribution distribution() {
        int bins = random.nextInt(6);
        int levels = random.nextInt(6);
        return new MetricValue.Distribution(
                "d" + random.nextInt(4),
                text(),
                numbers(bins + 1),
                LongStream.range(0, bins).mapToObj(i -> whole()).toList(),
                number(),
                number(),
                IntStream.range(0, levels).mapToObj(i -> i / 40.0).toList(),
                numbers(levels),
                whole(),
                whole(),
                whole());
    }

    private List<Double> numbers(int count) {
        return DoubleStream.generate(this::number).limit(count).boxed().toList();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            settings.put(text() + i, setting());
        }
        return settings;
    }

    private Object setting() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> (float) random.nextDouble();
            case 3 -> number();
            case 4 -> random.nextBoolean();
            default -> text();
        };
    }

    private Map<String, Double> accuracies() {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            accuracies.put("out" + i, number());
        }
        return accuracies;
    }

    private List<Flag> flags() {
        return random.nextBoolean() ? List.of() : many(() -> new Flag(any(Flag.Kind.values()), text()));
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    double number() {
        return switch (random.nextInt(3)) {
            case 0 -> ODD[random.nextInt(ODD.length)];
            case 1 -> Double.longBitsToDouble(random.nextLong() & 0xffefffffffffffffL);
            default -> random.nextDouble();
        };
    }

    private long whole() {
        return random.nextBoolean() ? random.nextLong(1_000_000) : random.nextLong();
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
