package org.infoscope.metric;

import java.util.Objects;

/**
 * What a reader must know of a metric. It travels with the data, so that storage, exports and pages need no change for a
 * new metric.
 *
 * @param id stable, lower case with hyphens, for example {@code diffusion-spectral-entropy}
 * @param displayName the literature's name, for titles
 * @param symbol the short form for legends, for example {@code DSE}
 * @param unit of the headline value, for axes
 * @param headline name of the {@link MetricValue} that is drawn first
 * @param description one or two plain sentences: what it means and how to read it
 * @param direction whether low or high is good, if the literature says so
 * @param definition what a reader who wants to know more is told
 */
public record MetricInfo(
        String id,
        String displayName,
        String symbol,
        String unit,
        String headline,
        String description,
        Direction direction,
        Definition definition) {

    /**
     * How the headline value is defined, in plain text; what is not known is empty.
     *
     * @param formula in words or symbols, for example {@code H = -sum p log2 p}
     * @param range of the headline value, for example {@code 0 to log2 n bit}
     * @param source the paper, with its arXiv id as {@code arXiv 2312.04823}
     */
    public record Definition(String formula, String range, String source) {

        /** Nothing is known: a metric without one, or a record of an Infoscope that did not tell. */
        public static final Definition UNKNOWN = new Definition("", "", "");

        /**
         * Checks that nothing is null.
         *
         * @param formula as above
         * @param range as above
         * @param source as above
         */
        public Definition {
            Objects.requireNonNull(formula, "formula");
            Objects.requireNonNull(range, "range");
            Objects.requireNonNull(source, "source");
        }
    }

    /** Which way is good. */
    public enum Direction {
        /** The literature reads lower values as better. */
        LOWER_IS_BETTER,
        /** The literature reads higher values as better. */
        HIGHER_IS_BETTER,
        /** No agreed reading. */
        NEITHER
    }

    /**
     * Checks that nothing is null and that the id is a stable key.
     *
     * @param id as above
     * @param displayName as above
     * @param symbol as above
     * @param unit as above
     * @param headline as above
     * @param description as above
     * @param direction as above
     * @param definition as above
     */
    public MetricInfo {
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("A metric id is lower case words joined by hyphens, not '" + id + "'");
        }
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(headline, "headline");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(definition, "definition");
    }

    /**
     * Without a definition.
     *
     * @param id as above
     * @param displayName as above
     * @param symbol as above
     * @param unit as above
     * @param headline as above
     * @param description as above
     * @param direction as above
     */
    public MetricInfo(
            String id,
            String displayName,
            String symbol,
            String unit,
            String headline,
            String description,
            Direction direction) {
        this(id, displayName, symbol, unit, headline, description, direction, Definition.UNKNOWN);
    }

    /**
     * The same with a definition.
     *
     * @param formula as in {@link Definition}
     * @param range as in {@link Definition}
     * @param source as in {@link Definition}
     * @return the changed copy
     */
    public MetricInfo defined(String formula, String range, String source) {
        return new MetricInfo(
                id,
                displayName,
                symbol,
                unit,
                headline,
                description,
                direction,
                new Definition(formula, range, source));
    }
}
