package org.infoscope.listener;

/**
 * What a put usually takes: the lesser of the last two, since one that hangs tells nothing of the next. Told by one thread, safe to be asked by others.
 */
final class PutTime {

    private long before;
    private volatile long usual;

    void took(long nanos) {
        usual = Math.min(before, nanos);
        before = nanos;
    }

    /** Nanoseconds; 0 before the second put. */
    long usual() {
        return usual;
    }
}
