package org.infoscope.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@link StepBlock}s of a history, within the commits of the records that they are made from.
 *
 * <p>The steps of one commit make a block for each worker. When a worker has {@value #MERGED_AT_ONCE} small ones in a row, they
 * become one; so a reader finds few blocks, however slowly the steps come, and a step is written again some ten times at most.
 * What another process left small stays so, and so do the blocks beside a damaged one, since it must not become part of another.
 * Not thread-safe.
 */
final class BlockTable implements AutoCloseable {

    static final int MERGED_AT_ONCE = 16;

    private static final int LARGE_READINGS = 4096;
    private static final int LARGE_STEPS = 1024;
    private static final int MOST_SOURCES = 1000;

    private final Problems problems;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;
    private final Map<Long, Growing> growing = new LinkedHashMap<>();
    private final Map<Long, List<Stored>> small = new HashMap<>();

    /** What one commit adds to a source. */
    private static final class Growing {
        private final StepBlockBuilder block = new StepBlockBuilder();
        private long first = Long.MAX_VALUE;
        private long last;
    }

    private record Stored(long id, long first, long last) {}

    BlockTable(Connection connection, Problems problems) throws SQLException {
        this.problems = problems;
        insert = connection.prepareStatement("INSERT INTO blocks (source, first_record, last_record, steps, readings,"
                + " first_iteration, last_iteration, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
        select = connection.prepareStatement("SELECT content FROM blocks WHERE id = ?");
        delete = connection.prepareStatement("DELETE FROM blocks WHERE id = ?");
    }

    /** Takes a step of the present commit. */
    void add(long source, long record, long timestamp, SampledStep step) {
        Growing to = growing.computeIfAbsent(source, key -> new Growing());
        to.block.add(record, timestamp, step);
        to.first = Math.min(to.first, record);
        to.last = Math.max(to.last, record);
    }

    /** Writes what the present commit has. */
    void write() throws SQLException {
        for (Map.Entry<Long, Growing> entry : growing.entrySet()) {
            Growing from = entry.getValue();
            long source = entry.getKey();
            long id = insert(source, from.first, from.last, from.block);
            if (isLarge(from.block)) {
                small.remove(source);
            } else {
                later(source, new Stored(id, from.first, from.last));
            }
        }
        growing.clear();
    }

    private static boolean isLarge(StepBlockBuilder block) {
        return block.readings() >= LARGE_READINGS || block.steps() >= LARGE_STEPS;
    }

    private void later(long source, Stored block) throws SQLException {
        if (small.size() >= MOST_SOURCES) {
            small.clear();
        }
        List<Stored> blocks = small.computeIfAbsent(source, key -> new ArrayList<>());
        blocks.add(block);
        if (blocks.size() >= MERGED_AT_ONCE) {
            small.remove(source);
            merge(source, blocks);
        }
    }

    private void merge(long source, List<Stored> blocks) throws SQLException {
        StepBlockBuilder merged = new StepBlockBuilder();
        try {
            for (Stored block : blocks) {
                merged.add(new StepBlock(content(block.id())));
            }
        } catch (IllegalArgumentException e) {
            problems.add("small blocks of steps stay apart: " + e.getMessage());
            return;
        }
        for (Stored block : blocks) {
            delete.setLong(1, block.id());
            delete.executeUpdate();
        }
        long first = blocks.get(0).first();
        long last = blocks.get(blocks.size() - 1).last();
        long id = insert(source, first, last, merged);
        if (!isLarge(merged)) {
            later(source, new Stored(id, first, last));
        }
    }

    private byte[] content(long id) throws SQLException {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
            return row.getBytes(1);
        }
    }

    private long insert(long source, long first, long last, StepBlockBuilder block) throws SQLException {
        insert.setLong(1, source);
        insert.setLong(2, first);
        insert.setLong(3, last);
        insert.setInt(4, block.steps());
        insert.setInt(5, block.readings());
        insert.setLong(6, block.firstIteration());
        insert.setLong(7, block.lastIteration());
        insert.setBytes(8, block.build());
        try (ResultSet id = insert.executeQuery()) {
            return id.getLong(1);
        }
    }

    /** Forgets what the present commit has, and which blocks are small: some of these may not be there. */
    void rolledBack() {
        growing.clear();
        small.clear();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        select.close();
        delete.close();
    }
}
