package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Labels or clusters: one integer per line, or an IDX file such as MNIST's labels. */
final class ClassIds {

    private ClassIds() {}

    /**
     * Reads one id per sample.
     *
     * @param samples how many ids there must be
     * @throws BadInput with the line number if a line is no integer, or if the count differs
     */
    static int[] read(Path file, long samples) throws IOException {
        ActivationFile.requireReadable(file);
        int[] ids = IdxFile.begins(file) ? packed(file) : lines(file);
        if (ids.length != samples) {
            throw new BadInput(file + ": holds " + ids.length + " ids, but there are " + samples + " samples");
        }
        return ids;
    }

    private static int[] packed(Path file) throws IOException {
        IdxFile idx = IdxFile.read(file);
        if (idx.rank() != 1) {
            throw new BadInput(file + ": has " + idx.rank() + " dimensions; labels have one");
        }
        return idx.values();
    }

    private static int[] lines(Path file) throws IOException {
        IntStream.Builder ids = IntStream.builder();
        TextLines.forEach(file, (lineNumber, line) -> ids.add(id(file, lineNumber, line)));
        return ids.build().toArray();
    }

    private static int id(Path file, int lineNumber, String line) {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException notAnInteger) {
            throw new BadInput(file + ": line " + lineNumber + ": '" + line + "' is not an integer of 32 bits");
        }
    }
}
