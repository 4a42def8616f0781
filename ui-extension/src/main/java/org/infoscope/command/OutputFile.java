package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command is asked to write, looked at before the work begins. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Refuses, in words, what cannot or should not be written.
     *
     * @param target to be written, or replaced
     * @param inputs that the command reads
     * @throws BadInput if the target is one of the inputs or a directory, or if its folder does not exist
     */
    static void requireWritable(Path target, List<Path> inputs) throws IOException {
        if (Files.isDirectory(target)) {
            throw new BadInput("'" + target + "' is a directory: name a file in it");
        }
        for (Path input : inputs) {
            if (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input)) {
                throw new BadInput(target + ": would overwrite what is read: name another file");
            }
        }
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BadInput(target + ": its folder does not exist");
        }
    }
}
