package org.infoscope.kernel.check;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs tests without Maven: on machines that have no network, and in virtual machines of another environment. */
public final class TestRun {

    private static final int MOST_LINES = 20;

    private TestRun() {}

    /**
     * Runs tests and ends with status 0 if some passed and none failed, else 1.
     *
     * @param arguments names of test classes
     */
    public static void main(String[] arguments) {
        System.exit(passes(System.out, List.of(arguments)) ? 0 : 1);
    }

    /**
     * Runs tests; prints what failed and how many passed.
     *
     * @param classes names of test classes
     * @return whether some passed and none failed
     */
    static boolean passes(PrintStream out, List<String> classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(name -> selectClass(name)).toList())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(out, true, StandardCharsets.UTF_8), MOST_LINES);
        out.printf(
                "Parity, %s: %d tests passed, %d failed, %d were skipped%n",
                String.join(", ", classes),
                summary.getTestsSucceededCount(),
                summary.getTotalFailureCount(),
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
        return summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0;
    }
}
