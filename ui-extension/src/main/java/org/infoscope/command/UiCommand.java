package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.UIServer;
import org.infoscope.history.RunHistory;
import org.infoscope.ui.AccessToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves the pages of recorded runs, or of some that are still being written. */
@Command(
        name = "ui",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        description =
                "Opens each FILE in the training UI, read-only, and serves them until Ctrl-C. A file that a training is "
                        + "still writing is followed live. The page /representation/compare lays runs of all files over each other.",
        footer = {
            "",
            "Infoscope's page answers this machine alone, or whoever has the token. Deeplearning4j's own pages (/train) are"
                    + " open to everyone who reaches the port."
        })
final class UiCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "run histories, for example runs/*.db")
    private List<Path> files = List.of();

    @Option(
            names = "--port",
            defaultValue = "9000",
            paramLabel = "N",
            description = "0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "SECRET",
            description = "holds the token, 16 characters or more, that opens the page from other machines, too")
    private @Nullable Path tokenFile;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine command = Objects.requireNonNull(spec, "made by picocli").commandLine();
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(command, "--port is between 0 and " + HIGHEST_PORT + ", not " + port);
        }
        files.forEach(ActivationFile::requireReadable);
        if (tokenFile == null) {
            return serve(command);
        }
        AccessToken.use(tokenFile);
        try {
            return serve(command);
        } finally {
            System.clearProperty(AccessToken.FILE_PROPERTY);
        }
    }

    private int serve(CommandLine command) throws Exception {
        List<RunHistory> histories = new ArrayList<>();
        try {
            for (Path file : new LinkedHashSet<>(files)) {
                histories.add(RunHistory.openReadOnly(file));
            }
            return serve(histories, command.getOut());
        } finally {
            for (RunHistory history : histories) {
                history.close();
            }
        }
    }

    private int serve(List<RunHistory> histories, PrintWriter out) throws Exception {
        boolean interrupted = false;
        requireFree(port);
        UIServer server = VertxUIServer.getInstance(port, false, null);
        try {
            histories.forEach(server::attach);
            out.println(server.getAddress() + "/representation serves "
                    + files.stream().map(Path::toString).collect(Collectors.joining(", ")) + " (Ctrl-C ends it)");
            out.println(
                    AccessToken.configured().isPresent()
                            ? "It asks for the token."
                            : "It answers this machine only; --token-file opens it to others, with a login.");
            out.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            // A program that runs this command in a thread of its own ends it so; Ctrl-C ends the virtual machine.
            interrupted = true;
        } finally {
            VertxUIServer.stopInstance();
        }
        if (interrupted) {
            // Only now: the server would not stop in an interrupted thread.
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static void requireFree(int port) {
        try (ServerSocket trial = new ServerSocket(port)) {
            trial.setReuseAddress(true);
        } catch (IOException taken) {
            throw new BadInput("port " + port + " is in use (" + taken.getMessage()
                    + "): give another with --port, or --port 0 for any free one");
        }
    }
}
