package org.infoscope.history;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.infoscope.metric.Flag;

/**
 * Some hundred steps of one worker, column by column and without histograms, scores of units and maps: what curves are drawn
 * from without decoding a record. {@link StepBlockBuilder} says how the bytes lie. Once read, nothing in it points outside it, whatever
 * the bytes were. Thread-confined: it keeps what it has read.
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
            IntBuffer places,
            ByteBuffer slots,
            ByteBuffer flaggedRows) {

        /** Index of the step that a row is of. */
        int step(int row) {
            return places.get(2 * row);
        }

        /** A reading's place among its step's readings. */
        int position(int row) {
            return places.get(2 * row + 1);
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

        /** Refuses rows of steps, and flags of rows and lists, that there are not. */
        void requireInside(int steps, int lists) {
            for (int row = 0; row < rows; row++) {
                Objects.checkIndex(step(row), steps);
            }
            for (int i = 0, next = 0; i < flagged(); next = flaggedRow(i++) + 1) {
                if (flaggedRow(i) < next || flaggedRow(i) >= rows) {
                    throw new IllegalArgumentException("flags of row " + flaggedRow(i) + " of " + rows);
                }
                Objects.checkIndex(flagList(i), lists);
            }
        }

        ThinReading reading(int row, List<Flag> flags) {
            byte[] its = new byte[Long.BYTES * shape.width()];
            slots.get(row * its.length, its);
            return new ThinReading(track, shape, ByteBuffer.wrap(its), flags);
        }
    }

    /**
     * Reads a block.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    StepBlock(byte[] bytes) {
        try {
            BlockBytes whole = BlockBytes.of(bytes);
            ByteBuffer in = whole.content();
            int steps = BlockBytes.count(in);
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
                heads[i] = BlockBytes.part(in, BlockBytes.count(in));
            }
            ranks = ranks();
            for (int lists = BlockBytes.count(in); lists > 0; lists--) {
                flagLists.add(RunJson.readFlags(BlockBytes.bytes(in)));
            }
            for (int left = BlockBytes.count(in); left > 0; left--) {
                add(group(in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            if (whole.version() == BlockBytes.UNSUMMED) {
                IntStream.range(0, steps).forEach(step -> RunJson.readStep(head(step)));
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("This block of steps is damaged: " + e.getMessage(), e);
        }
    }

    private void add(Group group) {
        group.requireInside(ids.length, flagLists.size());
        groups.add(group);
        readings += group.track().kind() == Track.Kind.READINGS ? group.rows() : 0;
    }

    private static Group group(ByteBuffer in) {
        ByteBuffer head = BlockBytes.part(in, in.getInt());
        ByteBuffer fields = head.duplicate();
        Track track = new Track(
                Track.Kind.valueOf(BlockBytes.text(fields)),
                BlockBytes.text(fields),
                BlockBytes.text(fields),
                BlockBytes.text(fields));
        ThinShape shape = ThinShape.read(fields);
        int rows = BlockBytes.count(in);
        ByteBuffer places = BlockBytes.part(in, Math.multiplyExact(2 * Integer.BYTES, rows));
        // Copied, since every row's is asked for more than once: that is quicker from an array.
        IntBuffer copied =
                IntBuffer.allocate(2 * rows).put(places.asIntBuffer()).flip();
        ByteBuffer slots = BlockBytes.part(in, Math.multiplyExact(Long.BYTES * shape.width(), rows));
        int flagged = Math.multiplyExact(2 * Integer.BYTES, in.getInt());
        return new Group(head, track, shape, rows, copied, slots, BlockBytes.part(in, flagged));
    }

    int steps() {
        return ids.length;
    }

    /** Refuses a block whose records and iterations do not reach from the first to the last of these. */
    void requireReach(long firstRecord, long lastRecord, long firstIteration, long lastIteration) {
        if (!reaches(ids, firstRecord, lastRecord) || !reaches(iterations, firstIteration, lastIteration)) {
            throw new IllegalArgumentException(
                    "This block of steps is damaged: its row tells other records or iterations than it holds");
        }
    }

    private static boolean reaches(long[] numbers, long first, long last) {
        LongSummaryStatistics found = LongStream.of(numbers).summaryStatistics();
        return found.getMin() == first && found.getMax() == last;
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

    /** A step's place among those of the block, in the order of a run. */
    int rank(int step) {
        return ranks[step];
    }

    private int[] ranks() {
        int[] ranks = IntStream.range(0, ids.length).toArray();
        if (IntStream.range(1, ids.length).allMatch(i -> compare(i - 1, i) < 0)) {
            return ranks;
        }
        List<Integer> inOrder =
                IntStream.range(0, ids.length).boxed().sorted(this::compare).toList();
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[inOrder.get(rank)] = rank;
        }
        return ranks;
    }

    private int compare(int one, int other) {
        return Kept.Step.compare(
                iterations[one], timestamps[one], ids[one], iterations[other], timestamps[other], ids[other]);
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
