package org.infoscope.command;

import ch.qos.logback.classic.ClassicConstants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.infoscope.history.RunHistoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The command {@code infoscope}. Exit codes: 0 done, 1 failed (with the reason on standard error), 2 wrong usage.
 *
 * <p>Standard output carries the result alone.
 */
@Command(
        name = "infoscope",
        mixinStandardHelpOptions = true,
        versionProvider = VersionResource.class,
        description = "Looks at recorded runs, and measures saved networks and activations.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."},
        subcommands = {
            RunsCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            UiCommand.class,
            MeasureCommand.class,
            AnalyseCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {

    private static final String LOG_CONFIGURATION = "org/infoscope/command/logback.xml";

    @Spec
    private @Nullable CommandSpec spec;

    /** Made by picocli. */
    public Main() {}

    /**
     * Runs one command and ends the virtual machine with its exit code.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        // Before the first logger is made: the log belongs on standard error.
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) == null) {
            System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, LOG_CONFIGURATION);
        }
        System.exit(run(arguments));
    }

    /** As {@link #main}, but gives the exit code back. A result that nobody could receive is a failure. */
    static int run(String... arguments) {
        int exit = commandLine().execute(arguments);
        if (exit == CommandLine.ExitCode.OK && System.out.checkError()) {
            System.err.println("infoscope: standard output could not be written (full, or closed by its reader)");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return exit;
    }

    /**
     * The whole command line, ready to be executed in this virtual machine.
     *
     * @return with exit codes as documented, and reasons instead of stack traces
     */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::withinMemory)
                .setExecutionExceptionHandler(Main::report);
    }

    @Override
    public void run() {
        CommandSpec self = Objects.requireNonNull(spec, "made by picocli");
        throw new ParameterException(self.commandLine(), "Missing command");
    }

    private static int withinMemory(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError tooMuch) {
            parsed.commandSpec()
                    .commandLine()
                    .getErr()
                    .println("infoscope: not enough memory (" + tooMuch.getMessage()
                            + "): raise the limit, for example with INFOSCOPE_JAVA_OPTS=-Xmx8g, or measure less");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static int report(Exception error, CommandLine command, ParseResult parsed) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + reason(error));
        if (!isExpected(error)) {
            LoggerFactory.getLogger(Main.class).error("This should not have happened, please report it", error);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean isExpected(Exception error) {
        return error instanceof BadInput
                || error instanceof IOException
                || error instanceof UncheckedIOException
                || error instanceof RunHistoryException
                || error instanceof IllegalArgumentException;
    }

    private static String reason(Exception error) {
        if (error instanceof FileSystemException refused) {
            String why = refused instanceof NoSuchFileException
                    ? "no such file or folder"
                    : refused instanceof AccessDeniedException ? "permission denied" : refused.getReason();
            return refused.getFile() + ": " + (why == null ? refused.getClass().getSimpleName() : why);
        }
        String message = error.getMessage();
        return message == null ? error.toString() : message;
    }
}
