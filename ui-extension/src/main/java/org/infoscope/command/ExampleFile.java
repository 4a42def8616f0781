package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples for a network as files hold them. {@code .npy} and {@code .csv} are known by their endings, IDX and
 * {@code DataSet.save} by how they begin.
 */
final class ExampleFile {

    private static final int GREY_IMAGES = 3;

    private ExampleFile() {}

    /**
     * Reads the whole file.
     *
     * @return {@code .npy}: any shape, FLOAT, DOUBLE or UINT8; {@code .csv}: DOUBLE [n, d]; IDX: UINT8, grey images
     *     [n, 1, h, w], and of other ranks as they are; {@code DataSet.save}: as saved, with labels and masks
     * @throws BadInput if the file is missing, damaged or of a kind that is not read; the message says which
     */
    static ExampleSet read(Path file) throws IOException {
        ActivationFile.requireReadable(file);
        if (ActivationFile.isNpy(file)) {
            return ExampleSet.of(NpyArray.read(file));
        }
        if (ActivationFile.isCsv(file)) {
            return ExampleSet.of(CsvSamples.read(file));
        }
        if (IdxFile.begins(file)) {
            return ExampleSet.of(pixels(file, IdxFile.read(file)));
        }
        if (SavedDataSet.begins(file)) {
            return SavedDataSet.read(file);
        }
        throw new BadInput(file + ": is of no kind that is read: .npy, .csv, IDX (MNIST's format, .gz or not),"
                + " or a file of DL4J's DataSet.save");
    }

    private static INDArray pixels(Path file, IdxFile idx) {
        if (idx.rank() < 2) {
            throw new BadInput(file + ": holds labels, no examples; give it with --labels");
        }
        if (idx.bytes().length == 0) {
            throw new BadInput(file + ": holds no examples");
        }
        // Java's bytes are signed: 255 is -1 until the cast.
        INDArray values = Nd4j.createFromArray(idx.bytes()).castTo(DataType.UINT8);
        boolean grey = idx.rank() == GREY_IMAGES;
        long[] shape = new long[idx.rank() + (grey ? 1 : 0)];
        shape[0] = idx.length(0);
        shape[1] = 1;
        for (int i = 1; i < idx.rank(); i++) {
            shape[i + (grey ? 1 : 0)] = idx.length(i);
        }
        return values.reshape('c', shape);
    }
}
