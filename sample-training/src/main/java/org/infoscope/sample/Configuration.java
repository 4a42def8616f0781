package org.infoscope.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the benchmark compares.
 *
 * @param listening who listens
 * @param every how many steps; 0 for nobody
 */
record Configuration(Listening listening, int every) {

    static final Configuration NONE = new Configuration(Listening.none, 0);

    static final List<Integer> INTERVALS = List.of(1, 16, 64, 256);

    /** So many runs at most lie between two runs without a listener. */
    private static final int BETWEEN_BASELINES = 4;

    /** As tables, files and {@code --configurations} say it. */
    String label() {
        return listening == Listening.none ? "none" : listening + "@" + every;
    }

    /** Everything that can be compared with {@link #NONE}. */
    static List<Configuration> all() {
        List<Configuration> all = new ArrayList<>();
        all.add(new Configuration(Listening.copy, 1));
        all.add(new Configuration(Listening.statsfile, 1));
        for (Listening listening : List.of(Listening.stats, Listening.economy, Listening.standard, Listening.full)) {
            INTERVALS.forEach(every -> all.add(new Configuration(listening, every)));
        }
        return List.copyOf(all);
    }

    /** One of each kind at its shortest interval: what has to be run before the clock counts. */
    static List<Configuration> warmUp(List<Configuration> compared) {
        return Stream.concat(Stream.of(NONE), compared.stream().map(one -> new Configuration(one.listening, 1)))
                .distinct()
                .toList();
    }

    /** One round: every configuration once, in random order, with a run of nobody before, after, and in between. */
    static List<Configuration> round(List<Configuration> compared, Random random) {
        List<Configuration> shuffled = new ArrayList<>(compared);
        Collections.shuffle(shuffled, random);
        List<Configuration> order = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            if (i % BETWEEN_BASELINES == 0) {
                order.add(NONE);
            }
            order.add(shuffled.get(i));
        }
        order.add(NONE);
        return order;
    }
}
