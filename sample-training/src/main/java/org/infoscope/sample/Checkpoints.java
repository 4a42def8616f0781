package org.infoscope.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;

/**
 * A folder with what {@code infoscope analyse} needs to measure a training afterwards: the network after every epoch, saved
 * by Deeplearning4j's own listener, and the examples that the dashboard's values are of.
 */
final class Checkpoints {

    private static final String EXAMPLES = "probe.bin";

    private final Path folder;

    private Checkpoints(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder.
     *
     * @throws IOException if it holds anything already: networks of two trainings would be taken for one
     */
    static Checkpoints in(Path folder) throws IOException {
        Files.createDirectories(folder);
        File[] inside = folder.toFile().listFiles();
        if (inside == null || inside.length > 0) {
            throw new IOException(folder + " is no empty folder: give another one to --checkpoints");
        }
        return new Checkpoints(folder);
    }

    /** Keeps the examples in the form of {@code DataSet.save}, with their labels. */
    void keep(ImageData probe) {
        probe.toDataSet().save(folder.resolve(EXAMPLES).toFile());
    }

    /** Saves the network after every epoch. */
    TrainingListener listener() {
        return new CheckpointListener.Builder(folder.toFile())
                .keepAll()
                .saveEveryEpoch()
                .build();
    }

    /** How the folder is measured, for a person to type. */
    String hint() {
        return "Measure its epochs again: infoscope analyse --model " + folder + " --data " + folder.resolve(EXAMPLES)
                + " --metrics full --out analysed.db";
    }
}
