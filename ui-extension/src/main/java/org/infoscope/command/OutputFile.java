package org.infoscope.command;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

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

    /** Writes into a stream. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * Writes by way of a file beside it, so that a failure never leaves half of it under the name that was asked for.
     *
     * @param target to be made or replaced; what is no regular file, such as a pipe, is written as it is
     * @param content to be written
     */
    static void write(Path target, Content content) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (OutputStream stream = new BufferedOutputStream(new Named(Files.newOutputStream(target), target))) {
                content.writeTo(stream);
            }
            return;
        }
        // Not a temporary file of the JDK: those can be read by their owner alone, and so could the result.
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream stream = new BufferedOutputStream(
                    new Named(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), target))) {
                content.writeTo(stream);
            }
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Says of which file it cannot write, and what may help: the system says neither. */
    private static final class Named extends FilterOutputStream {
        private final Path target;

        Named(OutputStream out, Path target) {
            super(out);
            this.target = target;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw new IOException(
                        target + ": cannot be written (" + e.getMessage() + "): make room, or name a file elsewhere",
                        e);
            }
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherwise) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean same(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isSameFile(one, other);
        }
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
}
