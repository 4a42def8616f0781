package org.infoscope.sample;

/** Who listens while the benchmark's network trains; constants are lower case because they are what tables and files say. */
enum Listening {
    /** Nobody. */
    none,
    /** One bare copy of the parameters at each sampled step: what no monitor of them can go below. */
    copy,
    /** Deeplearning4j's StatsListener with its defaults, into a run history. */
    stats,
    /** The same into Deeplearning4j's own FileStatsStorage. */
    statsfile,
    /** Infoscope, both entropies. */
    economy,
    /** Infoscope, its default. */
    standard,
    /** Infoscope, every metric. */
    full;

    /** Whether it is Infoscope. */
    boolean isInfoscope() {
        return compareTo(economy) >= 0;
    }
}
