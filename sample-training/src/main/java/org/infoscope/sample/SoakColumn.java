package org.infoscope.sample;

import java.util.Locale;

/** What a soak writes down at every reading: the columns of its table, in this order. */
enum SoakColumn {
    /** Since training began. */
    MINUTES,
    /** Done so far. */
    ITERATIONS,
    /** Since the last reading. */
    ITERATIONS_PER_SECOND,
    /** Java heap in use, garbage included. */
    HEAP_USED_MB,
    /** Java heap in use after the last garbage collection: what is really held. */
    HEAP_HELD_MB,
    /** Physical memory of the process without the heap: native arrays, code, threads. Needs a heap that is touched at the start. */
    OFF_HEAP_MB,
    /** What ND4J's arrays take, training's included. */
    ARRAYS_MB,
    /** The whole process in physical memory. */
    RESIDENT_MB,
    /** The history, its write-ahead log included. */
    FILE_MB,
    /** Puts since the last reading, StatsListener's on the training thread included. */
    PUTS,
    /** Median duration of those puts. */
    PUT_MEDIAN_MS,
    /** Longest of those puts. */
    PUT_MAX_MS,
    /** Median wait of the training thread in the samples since the last reading. */
    STALL_MEDIAN_MS,
    /** Longest of those waits. */
    STALL_MAX_MS,
    /** Median time from the copy of the parameters until another opening of the file heard of the record. */
    SAMPLE_TO_STORED_MEDIAN_MS,
    /** Longest of those times. */
    SAMPLE_TO_STORED_MAX_MS,
    /** Median time from the making of a record until a page had it. */
    RECORD_TO_PAGE_MEDIAN_MS,
    /** Longest of those times. */
    RECORD_TO_PAGE_MAX_MS,
    /** Samples measured so far. */
    TAKEN,
    /** Samples left out so far because the worker was busy. */
    SKIPPED,
    /** Samples left out so far by the overhead budget. */
    LEFT_OUT,
    /** Samples whose record is lost so far. */
    DROPPED,
    /** Readings, samples and records that failed so far. */
    FAILED,
    /** Kinds of problems that the history has noted so far. */
    PROBLEMS,
    /** The share of the time that listening costs, as the last record tells it of the last minute. */
    OVERHEAD_SHARE,
    /** The same since the run began. */
    OVERHEAD_RUN_SHARE,
    /** Stall and work of all samples so far, added up here, over all time so far. */
    COST_SHARE;

    /** As in the table's head. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
