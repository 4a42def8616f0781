package org.infoscope.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/**
 * Gathers steps of one worker into the bytes of a {@link StepBlock}.
 *
 * <p>The bytes: an int for the version; the number of steps; for each its id, timestamp, iteration, a byte that says whether it
 * is the closing one, and its JSON document without readings; the number of different lists of flags, and these as JSON; the
 * number of groups, and these. A group holds the rows of one track whose values have one {@link ThinShape}: its head (track
 * and shape), the number of rows, for each row its step's index and the reading's place in that step, the slots row by row,
 * then the number of rows with flags and for each the row and the index of its list. All numbers are big-endian; text and
 * JSON are UTF-8 with their length before them. {@link BlockBytes} adds the checksum. Not thread-safe.
 */
final class StepBlockBuilder {

    private final Column heads = new Column();
    private final Map<List<Flag>, Integer> flagLists = new LinkedHashMap<>();
    private final Map<ByteBuffer, Group> groups = new LinkedHashMap<>();
    private final Map<GroupKey, Group> known = new LinkedHashMap<>();
    private int steps;
    private int readings;
    private long firstIteration = Long.MAX_VALUE;
    private long lastIteration = Long.MIN_VALUE;

    private record GroupKey(Track track, ThinShape shape) {}

    /** Rows of one track and shape. */
    private static final class Group {
        private final Column places = new Column();
        private final Column slots = new Column();
        private final Column flagged = new Column();
        private int rows;
        private int flaggedRows;

        void row(int step, int position, int flags) {
            places.addInt(step);
            places.addInt(position);
            if (flags >= 0) {
                flagged.addInt(rows);
                flagged.addInt(flags);
                flaggedRows++;
            }
            rows++;
        }
    }

    int steps() {
        return steps;
    }

    int readings() {
        return readings;
    }

    long firstIteration() {
        return firstIteration;
    }

    long lastIteration() {
        return lastIteration;
    }

    void add(long id, long timestamp, SampledStep step) {
        int index = head(id, timestamp, step.iteration(), step.state() == SampledStep.State.ENDED, headOf(step));
        if (step.state() == SampledStep.State.LIVE) {
            number(Track.SCORE, index, step.score());
        }
        step.trainingAccuracy()
                .forEach((output, value) ->
                        number(new Track(Track.Kind.TRAINING_ACCURACY, "", "", output), index, value));
        step.validationAccuracy()
                .forEach((output, value) ->
                        number(new Track(Track.Kind.VALIDATION_ACCURACY, "", "", output), index, value));
        if (!step.problems().isEmpty()) {
            group(Track.PROBLEMS, ThinShape.NOTHING).row(index, 0, flags(step.problems()));
        }
        int position = 0;
        for (Reading reading : step.readings()) {
            List<MetricValue> values = reading.values();
            Group group = group(Track.of(reading), ThinShape.of(values));
            ThinShape.write(values, group.slots);
            group.row(index, position++, flags(reading.flags()));
        }
        readings += step.readings().size();
    }

    /** Appends what a block holds. */
    void add(StepBlock block) {
        int before = steps;
        for (int i = 0; i < block.steps(); i++) {
            head(block.id(i), block.timestamp(i), block.iteration(i), block.closes(i), block.head(i));
        }
        for (StepBlock.Group from : block.groups()) {
            Group to = groups.computeIfAbsent(from.head(), head -> new Group());
            int flaggedRow = 0;
            for (int row = 0; row < from.rows(); row++) {
                int flags = -1;
                if (flaggedRow < from.flagged() && from.flaggedRow(flaggedRow) == row) {
                    flags = flags(block.flags(from.flagList(flaggedRow++)));
                }
                to.row(before + from.step(row), from.position(row), flags);
            }
            to.slots.append(from.slots());
        }
        readings += block.readings();
    }

    private int head(long id, long timestamp, long iteration, boolean closes, byte[] json) {
        heads.add(id);
        heads.add(timestamp);
        heads.add(iteration);
        heads.addInt(closes ? 1 : 0);
        heads.addBytes(json);
        firstIteration = Math.min(firstIteration, iteration);
        lastIteration = Math.max(lastIteration, iteration);
        return steps++;
    }

    private static byte[] headOf(SampledStep step) {
        return RunJson.toBytes(step.withoutDetails());
    }

    private void number(Track track, int step, double value) {
        Group group = group(track, ThinShape.NUMBER);
        group.slots.add(value);
        group.row(step, 0, -1);
    }

    private int flags(List<Flag> flags) {
        if (flags.isEmpty()) {
            return -1;
        }
        Integer index = flagLists.get(flags);
        if (index == null) {
            index = flagLists.size();
            flagLists.put(flags, index);
        }
        return index;
    }

    private Group group(Track track, ThinShape shape) {
        return known.computeIfAbsent(
                new GroupKey(track, shape), key -> groups.computeIfAbsent(head(key), head -> new Group()));
    }

    private static ByteBuffer head(GroupKey key) {
        Column head = new Column();
        head.addText(key.track.kind().name());
        head.addText(key.track.layer());
        head.addText(key.track.metric());
        head.addText(key.track.series());
        head.addInt(key.shape.parts().size());
        for (ThinShape.Part part : key.shape.parts()) {
            head.addText(part.name());
            head.addText(part.unit());
            head.addInt(part.distribution() ? part.levels().size() : -1);
            part.levels().forEach(head::add);
        }
        return head.view();
    }

    byte[] build() {
        Column out = new Column();
        out.addInt(BlockBytes.VERSION);
        out.addInt(steps);
        out.append(heads.view());
        List<List<Flag>> lists = new ArrayList<>(flagLists.keySet());
        out.addInt(lists.size());
        lists.forEach(list -> out.addBytes(RunJson.toBytes(list)));
        out.addInt(groups.size());
        groups.forEach((head, group) -> {
            out.addInt(head.remaining());
            out.append(head);
            out.addInt(group.rows);
            out.append(group.places.view());
            out.append(group.slots.view());
            out.addInt(group.flaggedRows);
            out.append(group.flagged.view());
        });
        return BlockBytes.summed(out);
    }
}
