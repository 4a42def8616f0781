package org.infoscope.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.jspecify.annotations.Nullable;

/**
 * A DL4J storage in one SQLite file: Infoscope, StatsListener and the training UI share it, a later process reopens it, and a
 * person can query it (see docs/run-history.md for the tables).
 *
 * <p>One instance writes, {@link #open}; any number read, in any process, {@link #openReadOnly}, and follow what is being
 * written. A put returns at once: a queue of 1,024 records and one thread stand between the caller and the file. What is put
 * can be read at once, too. When the queue is full a put waits at most five seconds and then leaves the record out; no failure
 * of the file ever comes out of a put: {@link #problems} has them, and the log once. After {@code kill -9} or a power cut at
 * most the last 2 seconds are missing.
 *
 * <p>Differs from DL4J's own storages where those differ from their interface or from each other: all updates are kept, those
 * of one millisecond too ({@link #getUpdate} gives the latest put, the others give all in the order of putting); a session is
 * listed as soon as it has any record; unknown ids give empty lists, never null; a class that is missing here is left out, with
 * a problem noted. Records must not be changed after they are put. Thread-safe.
 */
public final class RunHistory implements StatsStorage, AutoCloseable {

    private static final String OF_SESSION = "session = ?";
    private static final String OF_TYPE = "session = ? AND type = ?";
    private static final String OF_WORKER = "session = ? AND type = ? AND worker = ?";
    private static final String STATIC = " AND kind = " + RecordKind.STATIC_INFO.code();
    private static final String UPDATE = " AND kind = " + RecordKind.UPDATE.code();
    private static final String IN_ORDER = " ORDER BY time, records.id";
    private static final String LATEST_FIRST = " ORDER BY time DESC, records.id DESC";
    private static final String FROM = " FROM sources JOIN records ON records.source = sources.id WHERE ";
    private static final String HAS_DATA =
            " AND EXISTS (SELECT 1 FROM records WHERE source = sources.id AND kind > 0) GROUP BY worker ORDER BY min(id)";

    private final RunFile file;
    private final HistoryAccess access;

    private RunHistory(RunFile file, boolean writing) {
        this.file = file;
        this.access = new HistoryAccess(file, this, writing);
    }

    /**
     * Opens a history for writing; makes the file if there is none.
     *
     * <p>An existing file is checked in full first (about a second per gigabyte) and continued.
     *
     * @param file of the history; beside it lie {@code -wal} and {@code -shm} while it is open, and an empty {@code -lock}
     * @return the one writer, to be closed
     * @throws RunHistoryException if the file is being written already, is damaged, is something else or newer, or cannot be
     *     made; the message says which and what to do, and the file stays as it was
     */
    public static RunHistory open(Path file) {
        return new RunHistory(RunFile.at(file), true);
    }

    /**
     * Opens a history for reading, whether or not it is still being written, and also after its writer died.
     *
     * <p>Made are Infoscope's records, those that StatsListener writes by default, and those of classes or packages that the system
     * property {@code org.infoscope.history.classes} trusts (joined by commas): decoding others could run code of the file's
     * author. The rest is left out, with a problem noted.
     *
     * <p>While someone writes, this instance's listeners hear of each new record within half a second.
     *
     * @param file of the history, in a folder where SQLite may put its {@code -shm} file, unless the history was closed well
     * @return one of any number of readers, to be closed; putting into it throws {@link UnsupportedOperationException}
     * @throws RunHistoryException if the file is missing, damaged, something else or newer; the message says which
     */
    public static RunHistory openReadOnly(Path file) {
        return new RunHistory(RunFile.at(file), false);
    }

    /**
     * What went wrong so far, oldest first; empty when all is well.
     *
     * @return sentences for a person
     */
    public List<String> problems() {
        return access.problems();
    }

    /**
     * Whether more may still come: this instance writes, or another one does, here or in another process. Where nobody does, a run
     * that has not ended is over: its process was killed, or ended without closing its listener. Costs little: the file's lock is
     * looked at once a second at most.
     *
     * @return false once the writer has closed the file or its process is gone
     */
    public boolean isBeingWritten() {
        return access.isBeingWritten();
    }

    /**
     * Where the history is.
     *
     * @return the absolute path
     */
    public Path file() {
        return file.path();
    }

    /**
     * Writes one session of this history, in constant memory.
     *
     * @param session id of the run's session
     * @param format of the output
     * @param out is flushed, not closed
     * @throws IllegalArgumentException if there is no Infoscope data of that session
     * @throws IOException if writing fails
     */
    public void export(String session, ExportFormat format, OutputStream out) throws IOException {
        RunExport.write(this, session, format, out);
    }

    /**
     * The times of the next updates of one worker: what a reader who pages through a long run asks for instead of
     * {@link #getAllUpdateTimes}.
     *
     * @param sessionID id of the session
     * @param typeID id of the type
     * @param workerID id of the worker
     * @param after later than this
     * @param most how many at most
     * @return ascending, each different time once; the earliest ones
     */
    public long[] getUpdateTimesAfter(String sessionID, String typeID, String workerID, long after, int most) {
        String next = "SELECT DISTINCT time" + FROM + OF_WORKER + UPDATE + " AND time > ? ORDER BY time LIMIT ?";
        return access.read().numbers(next, sessionID, typeID, workerID, after, most);
    }

    /** The steps of Infoscope's runs, for curves. */
    StepSource steps() {
        return new HistorySteps(this, access);
    }

    /** Gives each report of one worker, decoded by several threads, in the order of time; holds a few of them in memory. */
    <T, E extends Exception> void eachDecoded(
            String session, String worker, Function<byte[], T> decoder, DecodingAhead.Taker<T, E> taker) throws E {
        access.eachDecoded(session, worker, decoder, taker);
    }

    /**
     * Stores what is still on its way and closes the file. A second call does nothing.
     *
     * @throws IOException if records were lost; the message says how many and why
     */
    @Override
    public void close() throws IOException {
        access.close();
    }

    @Override
    public boolean isClosed() {
        return access.isClosed();
    }

    @Override
    public List<String> listSessionIDs() {
        return access.read().texts("SELECT session FROM sources GROUP BY session ORDER BY min(id)");
    }

    @Override
    public boolean sessionExists(String sessionID) {
        return access.read().numbers("SELECT EXISTS (SELECT 1 FROM sources WHERE session = ?)", sessionID)[0] == 1;
    }

    @Override
    public @Nullable Persistable getStaticInfo(String sessionID, String typeID, String workerID) {
        return access.read().record(OF_WORKER + STATIC + LATEST_FIRST, sessionID, typeID, workerID);
    }

    @Override
    public List<Persistable> getAllStaticInfos(String sessionID, String typeID) {
        return access.read().records(OF_TYPE + STATIC + " ORDER BY source", sessionID, typeID);
    }

    @Override
    public List<String> listTypeIDsForSession(String sessionID) {
        return access.read()
                .texts("SELECT type FROM sources WHERE session = ? GROUP BY type ORDER BY min(id)", sessionID);
    }

    @Override
    public List<String> listWorkerIDsForSession(String sessionID) {
        return access.read().texts("SELECT worker FROM sources WHERE session = ?" + HAS_DATA, sessionID);
    }

    @Override
    public List<String> listWorkerIDsForSessionAndType(String sessionID, String typeID) {
        return access.read().texts("SELECT worker FROM sources WHERE " + OF_TYPE + HAS_DATA, sessionID, typeID);
    }

    @Override
    public int getNumUpdateRecordsFor(String sessionID) {
        return count(OF_SESSION, sessionID);
    }

    @Override
    public int getNumUpdateRecordsFor(String sessionID, String typeID, String workerID) {
        return count(OF_WORKER, sessionID, typeID, workerID);
    }

    private int count(String condition, Object... values) {
        return Math.toIntExact(access.read().numbers("SELECT count(*)" + FROM + condition + UPDATE, values)[0]);
    }

    @Override
    public @Nullable Persistable getLatestUpdate(String sessionID, String typeID, String workerID) {
        return access.read().record(OF_WORKER + UPDATE + LATEST_FIRST, sessionID, typeID, workerID);
    }

    @Override
    public @Nullable Persistable getUpdate(String sessionID, String typeId, String workerID, long timestamp) {
        return access.read()
                .record(OF_WORKER + UPDATE + " AND time = ?" + LATEST_FIRST, sessionID, typeId, workerID, timestamp);
    }

    @Override
    public List<Persistable> getLatestUpdateAllWorkers(String sessionID, String typeID) {
        String latest = " AND records.id = (SELECT id FROM records WHERE source = sources.id" + UPDATE
                + " ORDER BY time DESC, id DESC LIMIT 1) ORDER BY source";
        return access.read().records(OF_TYPE + latest, sessionID, typeID);
    }

    @Override
    public List<Persistable> getAllUpdatesAfter(String sessionID, String typeID, String workerID, long timestamp) {
        return access.read()
                .records(OF_WORKER + UPDATE + " AND time > ?" + IN_ORDER, sessionID, typeID, workerID, timestamp);
    }

    @Override
    public List<Persistable> getAllUpdatesAfter(String sessionID, String typeID, long timestamp) {
        return access.read().records(OF_TYPE + UPDATE + " AND time > ?" + IN_ORDER, sessionID, typeID, timestamp);
    }

    /**
     * The times of all updates.
     *
     * @return ascending; a time at which two updates were put is there twice
     */
    @Override
    public long[] getAllUpdateTimes(String sessionID, String typeID, String workerID) {
        return access.read().numbers("SELECT time" + FROM + OF_WORKER + UPDATE + IN_ORDER, sessionID, typeID, workerID);
    }

    /**
     * The updates at some times.
     *
     * @return for each different time, in the given order, all its updates
     */
    @Override
    public List<Persistable> getUpdates(String sessionID, String typeID, String workerID, long[] timestamps) {
        RecordQueries read = access.read();
        String at = OF_WORKER + UPDATE + " AND time = ? ORDER BY records.id";
        return Arrays.stream(timestamps)
                .distinct()
                .boxed()
                .flatMap(time -> read.records(at, sessionID, typeID, workerID, time).stream())
                .toList();
    }

    @Override
    public @Nullable StorageMetaData getStorageMetaData(String sessionID, String typeID) {
        String latest = OF_TYPE + " AND kind = " + RecordKind.META_DATA.code() + " ORDER BY records.id DESC";
        return access.read().record(latest, sessionID, typeID) instanceof StorageMetaData data ? data : null;
    }

    @Override
    public void putStorageMetaData(StorageMetaData storageMetaData) {
        access.put(RecordKind.META_DATA, storageMetaData);
    }

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> storageMetaData) {
        storageMetaData.forEach(this::putStorageMetaData);
    }

    @Override
    public void putStaticInfo(Persistable staticInfo) {
        access.put(RecordKind.STATIC_INFO, staticInfo);
    }

    @Override
    public void putStaticInfo(Collection<? extends Persistable> staticInfo) {
        staticInfo.forEach(this::putStaticInfo);
    }

    @Override
    public void putUpdate(Persistable update) {
        access.put(RecordKind.UPDATE, update);
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }

    @Override
    public void registerStatsStorageListener(StatsStorageListener listener) {
        access.listen(listener);
    }

    @Override
    public void deregisterStatsStorageListener(StatsStorageListener listener) {
        access.events().deregister(listener);
    }

    @Override
    public void removeAllListeners() {
        access.events().clear();
    }

    @Override
    public List<StatsStorageListener> getListeners() {
        return access.events().listeners();
    }

    @Override
    public String toString() {
        return "RunHistory(file=" + file.path() + ")";
    }
}
