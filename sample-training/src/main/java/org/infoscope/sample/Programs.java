package org.infoscope.sample;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

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
