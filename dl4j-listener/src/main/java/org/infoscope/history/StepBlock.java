package org.infoscope.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.infoscope.metric.Flag;

/**
 * Some hundred steps of one worker, column by column and without histograms, scores of units and maps: what curves are drawn
 * from without decoding a record. {@link StepBlockBuilder} says how the bytes lie. Thread-confined: it keeps what it has read.
 */
final class StepBlock {

    private final long[] ids;
    private final long[] timestamps;
    private final long[] iterations;
    private final boolean[] closes;
    private final ByteBuffer[] heads;
    private final List<List<Flag>> flagLists = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final int[] ranks;
    private int readings;

    /**
     * The rows of one track whose values have one shape.
     *
     * @param head as bytes
     * @param track of all rows
     * @param shape of all rows
     * @param rows how many
     * @param places step and position of each row
     * @param slots of the rows
     * @param flaggedRows row and list of each row with flags, ascending
     */
    record Group(
            ByteBuffer head,
            Track track,
            ThinShape shape,
            int rows,
            ByteBuffer places,
            ByteBuffer slots,
            ByteBuffer flaggedRows) {

        /** Index of the step that a row is of. */
        int step(int row) {
            return places.getInt(2 * Integer.BYTES * row);
        }

        /** A reading's place among its step's readings. */
        int position(int row) {
            return places.getInt(Integer.BYTES * (2 * row + 1));
        }

        double number(int row, int width, int slot) {
            return slots.getDouble(Long.BYTES * (row * width + slot));
        }

        /** How many rows have flags. */
        int flagged() {
            return flaggedRows.limit() / (2 * Integer.BYTES);
        }

        int flaggedRow(int index) {
            return flaggedRows.getInt(2 * Integer.BYTES * index);
        }

        int flagList(int index) {
            return flaggedRows.getInt(Integer.BYTES * (2 * index + 1));
        }

        /** The reading in a row: without settings and cost. */
        Reading reading(int row, List<Flag> flags) {
            int first = row * shape.width();
            return new Reading(
                    track.layer(),
                    track.metric(),
                    track.series(),
                    shape.values(slot -> slots.getLong(Long.BYTES * (first + slot))),
                    Map.of(),
                    flags,
                    0);
        }
    }

    /**
     * Reads a block.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    StepBlock(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int version = in.getInt();
            if (version != StepBlockBuilder.VERSION) {
                throw new IllegalArgumentException("a newer Infoscope wrote it (format " + version + ")");
            }
            int steps = count(in);
            ids = new long[steps];
            timestamps = new long[steps];
            iterations = new long[steps];
            closes = new boolean[steps];
            heads = new ByteBuffer[steps];
            for (int i = 0; i < steps; i++) {
                ids[i] = in.getLong();
                timestamps[i] = in.getLong();
                iterations[i] = in.getLong();
                closes[i] = in.getInt() != 0;
                heads[i] = part(in, count(in));
            }
            ranks = ranks();
            for (int lists = count(in); lists > 0; lists--) {
                flagLists.add(RunJson.readFlags(content(in)));
            }
            for (int left = in.getInt(); left > 0; left--) {
                add(group(in));
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("This block of steps is damaged: " + e.getMessage(), e);
        }
    }

    private void add(Group group) {
        groups.add(group);
        readings += group.track().kind() == Track.Kind.READINGS ? group.rows() : 0;
    }

    private static Group group(ByteBuffer in) {
        ByteBuffer head = part(in, in.getInt());
        ByteBuffer fields = head.duplicate();
        Track track = new Track(Track.Kind.valueOf(text(fields)), text(fields), text(fields), text(fields));
        ThinShape shape = shape(fields);
        int rows = count(in);
        ByteBuffer places = part(in, Math.multiplyExact(2 * Integer.BYTES, rows));
        ByteBuffer slots = part(in, Math.multiplyExact(Long.BYTES * shape.width(), rows));
        return new Group(head, track, shape, rows, places, slots, part(in, 2 * Integer.BYTES * in.getInt()));
    }

    private static ThinShape shape(ByteBuffer in) {
        int count = count(in);
        List<ThinShape.Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            String unit = text(in);
            int quantiles = in.getInt();
            List<Double> levels = new ArrayList<>();
            for (int level = 0; level < quantiles; level++) {
                levels.add(in.getDouble());
            }
            parts.add(new ThinShape.Part(name, unit, quantiles >= 0, levels));
        }
        return new ThinShape(parts);
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    /** Of things of a byte at least: a damaged count must not ask for all the memory. */
    private static int count(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " things in " + in.remaining() + " bytes");
        }
        return count;
    }

    private static byte[] content(ByteBuffer in) {
        byte[] content = new byte[count(in)];
        in.get(content);
        return content;
    }

    private static String text(ByteBuffer in) {
        return new String(content(in), StandardCharsets.UTF_8);
    }

    int steps() {
        return ids.length;
    }

    int readings() {
        return readings;
    }

    long id(int step) {
        return ids[step];
    }

    long timestamp(int step) {
        return timestamps[step];
    }

    long iteration(int step) {
        return iterations[step];
    }

    /** Negative if a step stands before another in the order of a run, positive if after it. */
    int order(int step, int other) {
        return ranks[step] - ranks[other];
    }

    private int[] ranks() {
        int[] ranks = new int[ids.length];
        List<Integer> inOrder = IntStream.range(0, ids.length)
                .boxed()
                .sorted((one, other) -> Kept.Step.compare(
                        iterations[one], timestamps[one], ids[one], iterations[other], timestamps[other], ids[other]))
                .toList();
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[inOrder.get(rank)] = rank;
        }
        return ranks;
    }

    /** Whether the step closed its worker's run. */
    boolean closes(int step) {
        return closes[step];
    }

    /** The JSON document of the step without its readings. */
    byte[] head(int step) {
        // A copy: what is kept of a step must not keep its block in memory.
        byte[] head = new byte[heads[step].limit()];
        heads[step].get(0, head);
        return head;
    }

    List<Flag> flags(int list) {
        return flagLists.get(list);
    }

    List<Group> groups() {
        return groups;
    }
}
