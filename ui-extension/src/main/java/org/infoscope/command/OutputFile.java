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
     * @throws BadInput if the target is one of the inputs or a directory, if its folder does not exist, or if there is no
     *     permission to write it
     */
    static void requireWritable(Path target, List<Path> inputs) throws IOException {
        if (Files.isDirectory(target)) {
            throw new BadInput("'" + target + "' is a directory: name a file in it");
        }
        for (Path input : inputs) {
            if (same(target, input)) {
                throw new BadInput(target + ": would overwrite what is read: name another file");
            }
        }
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BadInput(target + ": its folder does not exist");
        }
        if (!Files.isWritable(Files.exists(target) ? target : parent)) {
            throw new BadInput(target + ": no permission to write it");
        }
    }

    /**
     * Refuses two outputs of one name.
     *
     * @throws BadInput if the second would overwrite the first
     */
    static void requireDifferent(Path one, Path other) throws IOException {
        if (same(one, other)) {
            throw new BadInput(other + ": is named for two outputs: name two files");
        }
    }

    private static boolean same(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isSameFile(one, other);
        }
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
}
