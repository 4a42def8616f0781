package org.infoscope.history;

import java.util.ArrayList;
import java.util.List;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** One row of each reading of a {@link ReadingPattern}, as far as it is the same for all of them. Immutable. */
final class PatternRow {

    private final byte[] curve;
    private final Value value;
    private final byte[] unit;

    /** What the value of a row is made of. */
    sealed interface Value {}

    /** A part of the reading. */
    record Part(int index) implements Value {}

    /** The quotient of two parts, by their indices; negative for one that the reading has not. */
    record Share(int undefined, int total) implements Value {}

    /** What is no number: always the same. */
    record Word(String text) implements Value {}

    private PatternRow(String curve, Value value, String unit) {
        this.curve = CsvBytes.utf8(curve);
        this.value = value;
        this.unit = CsvBytes.utf8(unit);
    }

    /** The rows of a reading that has, instead of each number, the number's place among the parts, counted from 1. */
    static List<PatternRow> all(Reading numbered) {
        Rows rows = new Rows(numbered);
        TidyRow.values(numbered, rows);
        return List.copyOf(rows.made);
    }

    private static final class Rows implements TidyRow.Values<RuntimeException> {

        private final Reading reading;
        private final List<PatternRow> made = new ArrayList<>();

        Rows(Reading reading) {
            this.reading = reading;
        }

        @Override
        public void add(String statistic, @Nullable Double value, String unit) {
            if (value == null) {
                add(statistic, new Word(""), unit);
            } else if (value.isNaN() || value.isInfinite()) {
                add(statistic, new Word(value.toString()), unit);
            } else {
                add(statistic, new Part(value.intValue() - 1), unit);
            }
        }

        @Override
        public void addShare(String statistic, MetricValue.Distribution of) {
            add(statistic, new Share((int) of.undefined() - 1, (int) of.total() - 1), TidyRow.PURE);
        }

        private void add(String statistic, Value value, String unit) {
            String curve = CsvBytes.cells(reading.layer(), reading.metric(), reading.series(), statistic);
            made.add(new PatternRow(curve, value, ',' + CsvBytes.cells(unit)));
        }
    }

    /** The cells from the layer to the statistic, with the comma behind them. */
    byte[] curve() {
        return curve;
    }

    Value value() {
        return value;
    }

    /** The cell, with the commas around it. */
    byte[] unit() {
        return unit;
    }
}
