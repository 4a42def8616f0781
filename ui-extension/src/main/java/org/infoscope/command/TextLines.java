package org.infoscope.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Walks the lines of a small text format; blank lines may only stand at the end. */
final class TextLines {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextLines() {}

    /** Takes one line that is not blank, without surrounding white space. */
    @FunctionalInterface
    interface Reader {
        void accept(int lineNumber, String line);
    }

    /**
     * Hands every line to the reader.
     *
     * @return how many lines were handed over
     * @throws BadInput if the file is not UTF-8 or a blank line stands between others
     */
    static int forEach(Path file, Reader reader) throws IOException {
        int lineNumber = 0;
        int firstBlank = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                lineNumber++;
                String text = lineNumber == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK
                        ? line.substring(1).strip()
                        : line.strip();
                if (text.isEmpty()) {
                    firstBlank = firstBlank == 0 ? lineNumber : firstBlank;
                    continue;
                }
                if (firstBlank != 0) {
                    throw new BadInput(file + ": line " + firstBlank + " is blank");
                }
                reader.accept(lineNumber, text);
            }
        } catch (MalformedInputException | UnmappableCharacterException notText) {
            throw new BadInput(file + ": is not a text file in UTF-8");
        }
        return firstBlank == 0 ? lineNumber : firstBlank - 1;
    }
}
