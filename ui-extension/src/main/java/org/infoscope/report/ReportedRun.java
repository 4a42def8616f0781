package org.infoscope.report;

import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.insight.Insight;
import org.infoscope.insight.Insights;

/**
 * A run as it is read for a report: bounded, however long it is.
 *
 * @param file that it was read from
 * @param session of the run
 * @param worker that measured
 * @param info what holds for the whole run
 * @param curves whole or thinned
 * @param histograms of its distributions
 * @param pixelMaps of its last samples
 * @param insights what holds at its end
 * @param state in words: whether its listener was closed, or nobody writes to its history any more
 */
record ReportedRun(
        String file,
        String session,
        String worker,
        RunInfo info,
        RunCurves curves,
        Histograms histograms,
        List<PixelMapTable> pixelMaps,
        List<Insight> insights,
        String state) {

    static ReportedRun read(StatsStorage storage, String file, String session, String worker, RunInfo info) {
        // Asked first: a writer may put the last record and leave while the records are read.
        boolean written = !(storage instanceof RunHistory history) || history.isBeingWritten();
        RunCurves curves = RunCurves.read(storage, session, worker, Long.MIN_VALUE, Long.MAX_VALUE, Curve.BUCKETS);
        boolean ended = curves.kept().stream().anyMatch(report -> report.step().state() == SampledStep.State.ENDED);
        return new ReportedRun(
                file,
                session,
                worker,
                info,
                curves,
                Histograms.read(storage, session, worker, info, curves),
                PixelMapTable.read(storage, session, worker, curves),
                Insights.of(info).judge(curves.kept().stream().map(RepresentationReport::step)),
                ended ? "ended" : written ? "not ended" : "stopped without an end");
    }
}
