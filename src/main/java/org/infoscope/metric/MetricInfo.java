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
 */
public record MetricInfo(
        String id,
        String displayName,
        String symbol,
        String unit,
        String headline,
        String description,
        Direction direction) {

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
    }
}
