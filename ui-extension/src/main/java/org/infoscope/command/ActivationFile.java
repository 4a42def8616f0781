package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activations as anything may have saved them; the file's ending says which format it is. */
final class ActivationFile {

    private ActivationFile() {}

    /**
     * Reads a {@code .npy} or {@code .csv} file.
     *
     * @return [n, d] or [n, c, h, w] in C order; float32 stays FLOAT, float64 and CSV are DOUBLE
     * @throws BadInput if the file is missing, damaged or of a kind that is not read; the message says which
     */
    static INDArray read(Path file) throws IOException {
        requireReadable(file);
        if (isCsv(file)) {
            return CsvSamples.read(file);
        }
        if (isNpy(file)) {
            return checked(file, NpyArray.read(file));
        }
        throw new BadInput(file + ": the name must end in .npy or .csv, so that the format is known");
    }

    private static INDArray checked(Path file, INDArray read) {
        if (read.dataType() == DataType.UINT8) {
            throw new BadInput(file + ": holds pixels of type uint8, no activations; save float32 or float64");
        }
        if (read.rank() != 2 && read.rank() != 4) {
            throw new BadInput("%s: has %d dimensions %s; [n, d] or [n, c, h, w] is expected"
                    .formatted(file, read.rank(), Arrays.toString(read.shape())));
        }
        return read;
    }

    /** Whether the file's ending is {@code .csv}: such a file has rows, never maps. */
    static boolean isCsv(Path file) {
        return hasEnding(file, ".csv");
    }

    /** Whether the file's ending is {@code .npy}. */
    static boolean isNpy(Path file) {
        return hasEnding(file, ".npy");
    }

    /** Refuses, in words, what cannot be opened. */
    static void requireReadable(Path file) {
        if (!Files.exists(file)) {
            throw new BadInput(file + ": no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + ": is " + (Files.isDirectory(file) ? "a directory" : "no regular file"));
        }
        if (!Files.isReadable(file)) {
            throw new BadInput(file + ": no permission to read it");
        }
    }

    private static boolean hasEnding(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
