package org.infoscope.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.infoscope.metric.Flag;

/** Counts flags: those that differ only in numbers are alike, and at most {@value #KINDS} different ones are told apart. */
final class ProblemCounts {

    static final int KINDS = 1000;

    private static final String OTHERS = "Problems of further kinds are not told apart here; the export has them all";
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d[\\d.,]*(?:[eE][-+]?\\d+)?");

    private final Map<Key, Count> counts = new LinkedHashMap<>();

    private record Key(Flag.Kind kind, String layer, String series, String reason) {}

    /** How often, and where. */
    private static final class Count {
        private String reason = "";
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long count;

        void add(String of, long from, long to, long times) {
            // The reason shown is that of the last one, whatever the order in which they come.
            if (to > last || (to == last && of.compareTo(reason) > 0)) {
                reason = of;
            }
            first = Math.min(first, from);
            last = Math.max(last, to);
            count += times;
        }
    }

    /** Adds the flags of a group's rows. */
    void add(StepBlock block, StepBlock.Group group, boolean[] inside) {
        if (group.flagged() == 0) {
            return;
        }
        Map<Integer, Count> lists = new HashMap<>();
        for (int i = 0; i < group.flagged(); i++) {
            int step = group.step(group.flaggedRow(i));
            if (inside[step]) {
                long iteration = block.iteration(step);
                lists.computeIfAbsent(group.flagList(i), list -> new Count()).add("", iteration, iteration, 1);
            }
        }
        lists.forEach((list, count) -> block.flags(list)
                .forEach(flag -> add(flag, group.track().layer(), group.track().series(), count)));
    }

    private void add(Flag flag, String layer, String series, Count count) {
        Key key = new Key(
                flag.kind(), layer, series, NUMBER.matcher(flag.reason()).replaceAll("#"));
        if (counts.size() >= KINDS && !counts.containsKey(key)) {
            key = new Key(flag.kind(), "", "", OTHERS);
        }
        String reason = key.reason().equals(OTHERS) ? OTHERS : flag.reason();
        counts.computeIfAbsent(key, first -> new Count()).add(reason, count.first, count.last, count.count);
    }

    /** In the order of the iterations at which they came up first. */
    List<RunCurves.Problem> list() {
        List<RunCurves.Problem> list = new ArrayList<>();
        counts.forEach((key, count) -> list.add(new RunCurves.Problem(
                key.kind(), key.layer(), key.series(), count.reason, count.first, count.last, count.count)));
        list.sort(Comparator.comparingLong(RunCurves.Problem::first)
                .thenComparing(RunCurves.Problem::layer)
                .thenComparing(RunCurves.Problem::series)
                .thenComparing(RunCurves.Problem::kind)
                .thenComparing(RunCurves.Problem::reason));
        return list;
    }
}
