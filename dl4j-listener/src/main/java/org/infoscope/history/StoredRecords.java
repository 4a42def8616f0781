package org.infoscope.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.jspecify.annotations.Nullable;

/**
 * Makes records out of what a {@link RunFile} holds: the class by its stored name, if it is a {@link Persistable}, then its own
 * {@code decode}. No Java serialisation, except inside those of DL4J's classes that decode themselves with it.
 *
 * <p>A record whose class is missing or that cannot be decoded is left out and noted as a problem.
 */
final class StoredRecords {

    private final Problems problems;
    private final Map<String, Class<? extends Persistable>> classes = new HashMap<>();

    StoredRecords(Problems problems) {
        this.problems = problems;
    }

    /** The record in the present row: its class in column 1, its content in column 2. */
    @Nullable
    Persistable at(ResultSet row) throws SQLException {
        String name = row.getString(1);
        try {
            Persistable record = type(name).getDeclaredConstructor().newInstance();
            record.decode(row.getBytes(2));
            return record;
        } catch (ReflectiveOperationException | LinkageError e) {
            problems.add("records of the class " + name + " cannot be made and are left out: " + e);
        } catch (RuntimeException e) {
            problems.add("a record of the class " + name + " cannot be decoded and is left out: " + e.getMessage());
        }
        return null;
    }

    private synchronized Class<? extends Persistable> type(String name) throws ClassNotFoundException {
        Class<? extends Persistable> known = classes.get(name);
        if (known == null) {
            // Not initialised before it is known to be a record: a stored name must not run foreign code.
            Class<?> found = Class.forName(name, false, loader());
            if (!Persistable.class.isAssignableFrom(found)) {
                throw new ClassNotFoundException(name + " is no Persistable");
            }
            known = found.asSubclass(Persistable.class);
            classes.put(name, known);
        }
        return known;
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? StoredRecords.class.getClassLoader() : context;
    }
}
