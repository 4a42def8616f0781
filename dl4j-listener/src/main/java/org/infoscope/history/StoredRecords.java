package org.infoscope.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.core.storage.Persistable;
import org.jspecify.annotations.Nullable;

/**
 * Makes records out of what a {@link RunFile} holds: the class by its stored name, if it is a {@link Persistable}, then its own
 * {@code decode}.
 *
 * <p>A file of someone else's names classes of its choice, and some {@code decode} by Java serialisation, DL4J's {@code
 * JavaStatsReport} among them: that can run code. A reader therefore makes Infoscope's records, those that StatsListener
 * writes by default, and those that the system property {@value #TRUSTED} names (classes or packages, joined by commas). A
 * writer, who goes on with a file of its own, makes every {@link Persistable}.
 *
 * <p>A record whose class is missing or not trusted or that cannot be decoded is left out and noted as a problem.
 */
final class StoredRecords {

    static final String TRUSTED = "org.infoscope.history.classes";

    private static final Set<String> DECODED_SAFELY = Set.of(
            RepresentationReport.class.getName(),
            RepresentationRun.class.getName(),
            "org.deeplearning4j.ui.model.stats.impl.SbeStatsReport",
            "org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport",
            "org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData");

    private final Problems problems;
    private final boolean own;
    private final Map<String, Class<? extends Persistable>> classes = new HashMap<>();

    /**
     * Makes records of one file.
     *
     * @param problems to note what is left out in
     * @param own whether this process writes the file too
     */
    StoredRecords(Problems problems, boolean own) {
        this.problems = problems;
        this.own = own;
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
            requireTrusted(name);
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

    private void requireTrusted(String name) throws ClassNotFoundException {
        if (own || DECODED_SAFELY.contains(name)) {
            return;
        }
        for (String trusted : System.getProperty(TRUSTED, "").split(",", -1)) {
            if (!trusted.isBlank() && (name + '.').startsWith(trusted.strip() + '.')) {
                return;
            }
        }
        throw new ClassNotFoundException(
                "a file can name any class, and decoding some can run code of its author's; if you"
                        + " trust this file, start with -D" + TRUSTED + "=" + name);
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? StoredRecords.class.getClassLoader() : context;
    }
}
