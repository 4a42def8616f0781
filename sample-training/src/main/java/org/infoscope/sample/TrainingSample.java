package org.infoscope.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.UIServer;
import org.infoscope.history.RunHistory;
import org.infoscope.ui.AccessToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Trains a small network with the dashboard up, records the run in one file, then serves until Ctrl-C. See {@code --help}
 * for its options.
 *
 * <p>Exit codes: 0 trained, 1 failed (the reason is on standard error), 2 wrong usage.
 */
@Command(
        name = "training-sample",
        mixinStandardHelpOptions = true,
        version = "Infoscope training sample",
        sortOptions = false,
        description =
                "Trains a small network and shows what its layers know: DSE, DSMI and SROP beside loss and accuracy.")
public final class TrainingSample implements Callable<Integer> {

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Made by picocli, or by a program that runs the command itself. */
    public TrainingSample() {}

    /**
     * Runs the program and ends the virtual machine.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        Programs.runAndExit(new TrainingSample(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        CommandLine command = Programs.checked(spec, options.problem());
        PrintWriter out = command.getOut();
        if (!options.noUi) {
            useToken();
        }
        TrainingData data = options.data.load(options.dataDir, options.seed).limitedTo(options.limit);
        TrainingRun run =
                new TrainingRun(options, options.shuffleLabels ? data.withShuffledLabels(options.seed) : data);
        Checkpoints checkpoints = options.checkpoints == null ? null : Checkpoints.in(options.checkpoints);
        Path file = run.createFile();
        try (RunHistory history = RunHistory.open(file)) {
            CountDownLatch end = endOnCtrlC(run, history);
            boolean serving = !options.noUi && serve(history, out, command.getErr());
            double accuracy = run.train(history, checkpoints, out);
            if (!run.wasStopped()) {
                out.printf(Locale.ROOT, "Validation accuracy %.4f. The run is in %s%n", accuracy, file);
                if (checkpoints != null) {
                    out.println(checkpoints.hint());
                }
                out.flush();
                if (serving) {
                    out.println("Serving until Ctrl-C.");
                    out.flush();
                    end.await();
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Before anything is trained: a token that is none should not be found out an hour later. */
    private void useToken() throws IOException {
        try {
            if (options.tokenFile != null) {
                AccessToken.use(options.tokenFile);
            }
            AccessToken.configured();
        } catch (IllegalArgumentException noToken) {
            throw new IOException(noToken.getMessage(), noToken);
        }
    }

    /** Whether there is a dashboard now; a port that is taken costs the dashboard, not the training. */
    private boolean serve(RunHistory history, PrintWriter out, PrintWriter err) {
        try {
            requireFree(options.port);
            UIServer server = VertxUIServer.getInstance(options.port, false, null);
            server.attach(history);
            out.println("Dashboard: " + server.getAddress()
                    + "/representation (and /train for Deeplearning4j's own pages)");
            out.flush();
            return true;
        } catch (IOException | DL4JException taken) {
            err.println("Port " + options.port
                    + " is taken, so training goes on without a dashboard. To see the run, now or"
                    + " later: infoscope ui " + history.file()
                    + " --port 0. To have one next time: another --port, 0 for any"
                    + " free one.");
            err.flush();
            return false;
        }
    }

    /** Ctrl-C closes the run before the virtual machine ends. */
    private static CountDownLatch endOnCtrlC(TrainingRun run, RunHistory history) {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            run.stop();
            try {
                history.close();
            } catch (IOException notWritten) {
                System.err.println("The end of the run could not be written: " + notWritten.getMessage());
            }
            end.countDown();
        }));
        return end;
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket(port)) {
            probe.setReuseAddress(true);
        }
    }
}
