package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Labels or clusters: one integer per line. */
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
        IntStream.Builder ids = IntStream.builder();
        int count = TextLines.forEach(file, (lineNumber, line) -> ids.add(id(file, lineNumber, line)));
        if (count != samples) {
            throw new BadInput(file + ": holds " + count + " ids, but there are " + samples + " samples");
        }
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
