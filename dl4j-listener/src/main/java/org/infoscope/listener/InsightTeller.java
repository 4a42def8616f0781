package org.infoscope.listener;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.infoscope.history.SampledStep;
import org.infoscope.insight.Insight;
import org.infoscope.insight.InsightWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a run's steps by the rules that the user chose, and tells what begins: in the log, and to the user's consumer. Nothing
 * comes out of it but that.
 *
 * <p>Safe for use by several threads: steps are judged, and their insights told, one after the other.
 */
final class InsightTeller {

    private static final Logger LOG = LoggerFactory.getLogger(RepresentationListener.class);
    private static final int LONGEST_NAME = 120;

    private final ListenerSettings settings;
    private final String session;
    private final InsightWatch watch;
    private final Tally tally;
    private final Complaints complaints;
    private final Queue<Insight> untold = new ConcurrentLinkedQueue<>();
    private final ReentrantLock telling = new ReentrantLock();

    InsightTeller(ListenerSettings settings, String session, Tally tally, Complaints complaints) {
        this.settings = settings;
        this.session = session;
        this.watch = settings.insights().watch();
        this.tally = tally;
        this.complaints = complaints;
    }

    void look(SampledStep step) {
        synchronized (watch) {
            untold.addAll(watch.take(step));
        }
        // A consumer that takes its time holds up one thread: what the other finds meanwhile is told by the first.
        while (!untold.isEmpty() && telling.tryLock()) {
            try {
                Insight begun = untold.poll();
                if (begun != null) {
                    log(begun);
                    tell(begun);
                }
            } finally {
                telling.unlock();
            }
        }
    }

    private void tell(Insight begun) {
        try {
            settings.onInsight().accept(begun);
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("The consumer of insights", failure);
        }
    }

    /** Where to look: the run's page, the layer, the iteration. */
    private void log(Insight insight) {
        String where = "/representation/" + plain(session)
                + (insight.layer() == null ? "" : ", layer '" + plain(insight.layer()) + "'")
                + (insight.series() == null ? "" : ", " + plain(insight.series()))
                + ", iteration " + insight.iteration();
        if (insight.severity() == Insight.Severity.WARNING) {
            LOG.warn("{} ({}). {} {}", insight.title(), where, insight.explanation(), insight.advice());
        } else {
            LOG.info("{} ({}). {} {}", insight.title(), where, insight.explanation(), insight.advice());
        }
    }

    /** A name can neither end the log's line nor fill it. */
    private static String plain(String name) {
        String line = name.replaceAll("\\p{C}", "?");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
    }
}
