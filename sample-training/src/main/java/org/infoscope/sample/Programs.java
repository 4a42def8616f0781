package org.infoscope.sample;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How the programs of this module begin and end. */
final class Programs {

    private Programs() {}

    /**
     * A command, ready to be executed in this virtual machine.
     *
     * @param program annotated for picocli
     * @return it prints a reason instead of a stack trace when something fails
     */
    static CommandLine commandLine(Callable<Integer> program) {
        return new CommandLine(program).setExecutionExceptionHandler((error, command, parsed) -> {
            if (!(error instanceof IOException)) {
                throw error;
            }
            command.getErr().println(error.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    /**
     * The command that is being executed, once its options are known to go together.
     *
     * @param spec as picocli has set it
     * @param problem of the options; null when all is well
     * @throws ParameterException if there is one
     */
    static CommandLine checked(@Nullable CommandSpec spec, @Nullable String problem) {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (problem != null) {
            throw new ParameterException(command, problem);
        }
        return command;
    }

    /**
     * Executes a program and ends the virtual machine.
     *
     * @param program annotated for picocli
     * @param arguments of the command line
     */
    static void runAndExit(Callable<Integer> program, String... arguments) {
        int exit = CommandLine.ExitCode.SOFTWARE;
        try {
            exit = commandLine(program).execute(arguments);
        } catch (Error failure) { // picocli lets errors pass, and the UI server's threads would keep the program alive
            LoggerFactory.getLogger(program.getClass()).error("The program failed", failure);
        }
        System.exit(exit);
    }
}
