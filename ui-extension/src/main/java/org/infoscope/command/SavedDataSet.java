package org.infoscope.command;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J's {@code DataSet.save} writes: one byte that says which arrays follow, then the arrays. The metadata and class
 * names that may stand at the end are serialised Java objects, which a file of data should never be able to make: they are
 * not read.
 */
final class SavedDataSet {

    private static final int FEATURES = 1;
    private static final int TARGETS = 1 << 1;
    private static final int TARGETS_ARE_FEATURES = 1 << 2;
    private static final int FEATURE_MASK = 1 << 3;
    private static final int TARGET_MASK = 1 << 4;
    private static final int HIGHEST = (1 << 7) - 1;

    private SavedDataSet() {}

    /** Whether a file may be one: the first byte names features, and nothing that the format does not know. */
    static boolean begins(Path file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int parts = in.read();
            return parts > 0 && parts <= HIGHEST && (parts & FEATURES) != 0;
        }
    }

    /**
     * Reads the arrays.
     *
     * @throws BadInput if the file is something else or cut short
     */
    static ExampleSet read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int parts = in.readUnsignedByte();
            INDArray features = Nd4j.read(in);
            INDArray targets =
                    (parts & TARGETS) != 0 ? Nd4j.read(in) : (parts & TARGETS_ARE_FEATURES) != 0 ? features : null;
            INDArray featureMask = (parts & FEATURE_MASK) != 0 ? Nd4j.read(in) : null;
            INDArray targetMask = (parts & TARGET_MASK) != 0 ? Nd4j.read(in) : null;
            return checked(file, new ExampleSet(features, targets, featureMask, targetMask));
        } catch (IOException | RuntimeException damaged) {
            if (damaged instanceof BadInput said) {
                throw said;
            }
            throw new BadInput(file + ": is no data set saved by DataSet.save, or is damaged (" + damaged + ")");
        }
    }

    private static ExampleSet checked(Path file, ExampleSet set) {
        if (set.features().rank() < 1 || set.features().isEmpty()) {
            throw new BadInput(file + ": holds no examples");
        }
        requireRows(file, "labels", set.targets(), set.size());
        requireRows(file, "features mask", set.featureMask(), set.size());
        requireRows(file, "labels mask", set.targetMask(), set.size());
        return set;
    }

    private static void requireRows(Path file, String what, @Nullable INDArray array, int examples) {
        if (array != null && (array.rank() < 1 || array.size(0) != examples)) {
            throw new BadInput(file + ": its " + what + " are not one per example, of which there are " + examples);
        }
    }
}
