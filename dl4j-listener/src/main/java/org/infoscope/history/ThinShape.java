package org.infoscope.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.MetricValue.Distribution;
import org.infoscope.metric.MetricValue.Scalar;

/**
 * How the values of a thin reading lie in a row of 64-bit slots: the scalars, and of distributions all but the histogram. Unit
 * scores and pixel maps have no slots. Immutable.
 *
 * @param parts in the order of the reading's values
 */
record ThinShape(List<Part> parts) {

    static final ThinShape NUMBER = new ThinShape(List.of(new Part("", "", false, List.of())));
    static final ThinShape NOTHING = new ThinShape(List.of());

    /** A distribution without a histogram still has one edge more than bins. */
    private static final List<Double> NO_BINS = List.of(0.0);

    /** Mean, standard deviation, and the counts total, undefined, nonFinite stand before the quantiles. */
    private static final int BEFORE_QUANTILES = 5;

    private static final double MEDIAN = 0.5;

    /**
     * One value.
     *
     * @param name of the value
     * @param unit of the value
     * @param distribution or else a scalar
     * @param levels of a distribution's quantiles
     */
    record Part(String name, String unit, boolean distribution, List<Double> levels) {

        Part {
            levels = List.copyOf(levels);
        }

        int width() {
            return distribution ? BEFORE_QUANTILES + levels.size() : 1;
        }

        private int headline() {
            int median = levels.indexOf(MEDIAN);
            return distribution && median >= 0 ? BEFORE_QUANTILES + median : 0;
        }
    }

    /** Takes the slots of a row. */
    interface Slots {
        void add(long bits);

        default void add(double number) {
            add(Double.doubleToRawLongBits(number));
        }
    }

    /** Gives the slot at an index. */
    interface Row {
        long slot(int index);

        default double number(int index) {
            return Double.longBitsToDouble(slot(index));
        }
    }

    ThinShape {
        parts = List.copyOf(parts);
    }

    static ThinShape of(List<MetricValue> values) {
        List<Part> parts = new ArrayList<>(values.size());
        for (MetricValue value : values) {
            if (value instanceof Scalar) {
                parts.add(new Part(value.name(), value.unit(), false, List.of()));
            } else if (value instanceof Distribution distribution) {
                parts.add(new Part(value.name(), value.unit(), true, distribution.levels()));
            }
        }
        return new ThinShape(parts);
    }

    /** What {@link StepBlockBuilder} wrote of a shape. */
    static ThinShape read(ByteBuffer in) {
        int count = BlockBytes.count(in);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = BlockBytes.text(in);
            String unit = BlockBytes.text(in);
            int quantiles = in.getInt();
            List<Double> levels = new ArrayList<>();
            for (int level = 0; level < quantiles; level++) {
                levels.add(in.getDouble());
            }
            parts.add(new Part(name, unit, quantiles >= 0, levels));
        }
        return new ThinShape(parts);
    }

    static void write(List<MetricValue> values, Slots out) {
        for (MetricValue value : values) {
            if (value instanceof Scalar scalar) {
                out.add(scalar.value());
            } else if (value instanceof Distribution distribution) {
                out.add(distribution.mean());
                out.add(distribution.sd());
                out.add(distribution.total());
                out.add(distribution.undefined());
                out.add(distribution.nonFinite());
                distribution.quantiles().forEach(out::add);
            }
        }
    }

    int width() {
        return parts.stream().mapToInt(Part::width).sum();
    }

    /**
     * Which slot holds the number that stands for the reading: the value of that name, or else the first; of a distribution its
     * median, or else its mean.
     *
     * @return its index, or -1 if there is no value
     */
    int headline(String name) {
        int first = 0;
        for (Part part : parts) {
            if (part.name().equals(name)) {
                return first + part.headline();
            }
            first += part.width();
        }
        return parts.isEmpty() ? -1 : parts.get(0).headline();
    }

    List<MetricValue> values(Row row) {
        List<MetricValue> values = new ArrayList<>(parts.size());
        int first = 0;
        for (Part part : parts) {
            values.add(part.distribution() ? distribution(part, row, first) : scalar(part, row, first));
            first += part.width();
        }
        return values;
    }

    private static MetricValue scalar(Part part, Row row, int at) {
        return new Scalar(part.name(), part.unit(), row.number(at));
    }

    private static MetricValue distribution(Part part, Row row, int at) {
        List<Double> quantiles = new ArrayList<>(part.levels().size());
        for (int i = 0; i < part.levels().size(); i++) {
            quantiles.add(row.number(at + BEFORE_QUANTILES + i));
        }
        return new Distribution(
                part.name(),
                part.unit(),
                NO_BINS,
                List.of(),
                row.number(at),
                row.number(at + 1),
                part.levels(),
                quantiles,
                row.slot(at + 2),
                row.slot(at + 3),
                row.slot(at + 4));
    }
}
