package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the images come from; constants are lower case because they are what the user types. */
enum DataChoice {
    /** Drawn on this machine. */
    glyphs,
    /** Handwritten digits. */
    mnist,
    /** Small photographs. */
    cifar10;

    private static final int DRAWN_FOR_TRAINING = 5_000;
    private static final int DRAWN_FOR_VALIDATION = 1_000;

    /**
     * Draws, reads or downloads the images.
     *
     * @param folder with files in their standard formats; null to use Deeplearning4j's fetcher
     * @param seed of the drawing
     * @throws IOException with the reason and what to do
     */
    TrainingData load(@Nullable Path folder, long seed) throws IOException {
        if (this == glyphs) {
            return Glyphs.draw(DRAWN_FOR_TRAINING, DRAWN_FOR_VALIDATION, seed);
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException("--data-dir " + folder + " is not a folder");
        }
        if (folder != null) {
            return this == mnist ? Mnist.readFolder(folder) : Cifar10.readFolder(folder);
        }
        try {
            return this == mnist ? Mnist.fetch() : Cifar10.fetch();
        } catch (IOException | RuntimeException notFetched) {
            throw new IOException(
                    "Deeplearning4j could not fetch " + this + " (" + rootCause(notFetched)
                            + "). Get the files yourself and name their folder with --data-dir, or use --data glyphs.",
                    notFetched);
        }
    }

    private static Throwable rootCause(Throwable error) {
        Throwable cause = error;
        for (Throwable next = cause.getCause(); next != null; next = cause.getCause()) {
            cause = next;
        }
        return cause;
    }
}
