package org.infoscope.sample;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run, with its place in the benchmark.
 *
 * @param round from 1
 * @param position in the round, from 0
 * @param configuration that was run
 * @param run what came of it
 */
record BenchmarkRow(int round, int position, Configuration configuration, MeasuredRun run) {

    /** This run alone, as columns of the raw file; what all runs have in common is not in it. */
    Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("configuration", configuration.label());
        columns.put("round", round);
        columns.put("position", position);
        columns.put("seconds", run.seconds());
        columns.put("processor_seconds", run.processorSeconds());
        columns.put("end_seconds", run.endSeconds());
        columns.put("gc_ms", run.collectionMillis());
        columns.put("machine_load", run.load());
        columns.put("listener_seconds", run.listenerSeconds());
        columns.put("first_stall_ms", run.firstMillis());
        columns.put("stall_median_ms", run.sampled().median());
        columns.put("stall_p95_ms", run.sampled().p95());
        columns.put("stall_max_ms", run.sampled().max());
        columns.put("unsampled_median_us", run.unsampled().median());
        columns.put("unsampled_p95_us", run.unsampled().p95());
        columns.put("taken", run.costs().sampled().size());
        columns.put("skipped", run.costs().skipped());
        columns.put("left_out", run.costs().leftOut());
        columns.put("failed", run.costs().failed());
        columns.put("readings", run.costs().readings());
        columns.put("recorded_share", run.recordedShare());
        columns.put("listeners_own_share", run.costs().runShare());
        columns.put("parameters_crc32", Long.toHexString(run.checksum()));
        return columns;
    }
}
