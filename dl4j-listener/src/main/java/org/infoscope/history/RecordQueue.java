package org.infoscope.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.deeplearning4j.core.storage.Persistable;

/**
 * What has been put and is not stored yet: bounded, first in first out, many putters and one taker.
 *
 * <p>The taker gathers for a moment, so that one commit serves many records, unless someone waits to read. A full queue lets
 * a putter wait at most {@link #ROOM_MILLIS}, and not at all while the storage is failing: training comes first.
 */
final class RecordQueue {

    static final int CAPACITY = 1024;

    /** Half a million boxed numbers, some 20 megabytes. */
    static final long MOST_WEIGHT = 500_000;

    static final long ROOM_MILLIS = 5000;
    static final long GATHER_MILLIS = 200;
    static final long IDLE_MILLIS = 500;

    private static final int BATCH = 256;

    /** So that even a busy machine stores a batch well within {@link #ROOM_MILLIS}. */
    private static final long BATCH_WEIGHT = MOST_WEIGHT / 20;

    /**
     * A record on its way.
     *
     * @param key by which it will be found
     * @param record not to be changed any more
     * @param weight in numbers
     * @param since when it was put, by {@link System#nanoTime}
     */
    record Entry(RecordKey key, Persistable record, long weight, long since) {
        Entry(RecordKey key, Persistable record) {
            this(key, record, RecordWeight.of(record), System.nanoTime());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition enough = lock.newCondition();
    private final Condition stored = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long weight;
    private long taken;
    private long done;
    private int readersWaiting;
    private boolean failing;
    private boolean closed;
    private boolean stopped;

    /** Takes an entry in; false if there was no room or the queue is closed. */
    boolean put(Entry entry) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(ROOM_MILLIS);
            while (isFull() && !failing && !closed && left > 0) {
                left = stored.awaitNanos(left);
            }
            if (closed || isFull()) {
                // Waited in vain once: the next ones do not wait until something is stored again.
                failing = true;
                stored.signalAll();
                return false;
            }
            entries.add(entry);
            weight += entry.weight();
            taken++;
            // Waking the taker costs the putter more than all the rest, so it is woken for the first record only.
            if (entries.size() == 1) {
                work.signal();
            } else if (isEnough()) {
                enough.signal();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** By number, or by weight with what is being stored; a single record always has room. */
    private boolean isFull() {
        return entries.size() >= CAPACITY || weight >= MOST_WEIGHT;
    }

    private boolean isEnough() {
        return entries.size() >= BATCH || weight >= MOST_WEIGHT / 2;
    }

    /** Waits until all that was put before is stored, or the storage fails. */
    void flush() {
        flush(Long.MAX_VALUE);
    }

    /** The same, but no longer than so many nanoseconds; how many of those entries are not stored then. */
    long flush(long nanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            long target = taken;
            long left = nanos;
            readersWaiting++;
            enough.signal();
            while (done < target && !failing && !stopped && left > 0) {
                try {
                    left = stored.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            readersWaiting--;
            return Math.max(0, target - done);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next entries, none after an idle while; they stay counted as not stored until {@link #done}. */
    List<Entry> gather() throws InterruptedException {
        lock.lock();
        try {
            long idle = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
            while (entries.isEmpty() && !closed && idle > 0) {
                idle = work.awaitNanos(idle);
            }
            long patience = patience(System.nanoTime());
            while (!entries.isEmpty() && !isEnough() && !closed && readersWaiting == 0 && patience > 0) {
                patience = enough.awaitNanos(patience);
            }
            List<Entry> batch = new ArrayList<>();
            long numbers = 0;
            while (!entries.isEmpty() && batch.size() < BATCH && numbers < BATCH_WEIGHT) {
                Entry next = entries.remove();
                numbers += next.weight();
                batch.add(next);
            }
            // There is room again, though nothing is stored yet.
            stored.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * For how many nanoseconds from now on others may join the entry that has waited longest: it may have waited while the ones before it
     * were stored. The very first is stored at once, since on a busy machine that takes longest.
     */
    long patience(long now) {
        lock.lock();
        try {
            Entry oldest = entries.peek();
            return oldest == null || done == 0
                    ? 0
                    : TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS) - (now - oldest.since());
        } finally {
            lock.unlock();
        }
    }

    /** Entries are stored, or given up. */
    void done(List<Entry> batch) {
        lock.lock();
        try {
            done += batch.size();
            for (Entry entry : batch) {
                weight -= entry.weight();
            }
            failing = false;
            stored.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The storage fails: nobody need wait for it. Then a pause before the next try, cut short by closing. */
    void fail(long pauseMillis) throws InterruptedException {
        lock.lock();
        try {
            failing = true;
            stored.signalAll();
            long left = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            while (!closed && left > 0) {
                left = work.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            enough.signalAll();
            stored.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The taker is gone: nobody need wait for it. How many entries it leaves. */
    int stop() {
        lock.lock();
        try {
            closed = true;
            stopped = true;
            stored.signalAll();
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    boolean isDrained() {
        lock.lock();
        try {
            return closed && entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
