package org.infoscope.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table that gives a number to each different text, or to each different combination of texts. Not thread-safe. */
final class Dictionary implements AutoCloseable {

    private static final int REMEMBERED = 10_000;

    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final Map<List<String>, Long> ids = new HashMap<>();

    /**
     * A dictionary.
     *
     * @param connection that writes
     * @param table with a column {@code id} and, unique together, the columns
     * @param columns of text, not null
     */
    Dictionary(Connection connection, String table, List<String> columns) throws SQLException {
        String names = String.join(", ", columns);
        String marks = String.join(", ", columns.stream().map(column -> "?").toList());
        select = connection.prepareStatement("SELECT id FROM " + table + " WHERE (" + names + ") = (" + marks + ")");
        insert = connection.prepareStatement(
                "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ") RETURNING id");
    }

    long id(String... texts) throws SQLException {
        List<String> key = List.of(texts);
        Long known = ids.get(key);
        if (known != null) {
            return known;
        }
        if (ids.size() >= REMEMBERED) {
            ids.clear();
        }
        long id = find(key);
        ids.put(key, id);
        return id;
    }

    /** Forgets what it remembers: after a rollback the table may not hold it. */
    void forget() {
        ids.clear();
    }

    private long find(List<String> key) throws SQLException {
        bind(select, key);
        try (ResultSet row = select.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        bind(insert, key);
        try (ResultSet row = insert.executeQuery()) {
            return row.getLong(1);
        }
    }

    private static void bind(PreparedStatement statement, List<String> key) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            statement.setString(i + 1, key.get(i));
        }
    }

    @Override
    public void close() throws SQLException {
        select.close();
        insert.close();
    }
}
