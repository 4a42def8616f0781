package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.infoscope.metric.ImageShape;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** Which examples a network is asked about, and how they are brought to it. */
final class ExampleOptions {

    /** The cost of the entropies grows with the cube of it. */
    static final int DEFAULT_LIMIT = 500;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "examples: .npy (float32, float64 or uint8, C order), .csv (no header, one per row), IDX as"
                    + " MNIST's (.gz or not), or a file of DataSet.save")
    private Path data = Path.of("");

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "class of each example: one integer per line, or IDX; in place of labels that --data has")
    private @Nullable Path labels;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "use the first N examples (default: " + DEFAULT_LIMIT + ")")
    private @Nullable Integer limit;

    @Option(names = "--per-class", paramLabel = "N", description = "use the first N examples of each class")
    private @Nullable Integer perClass;

    @Option(
            names = "--images",
            paramLabel = "CxHxW",
            converter = ImageSize.class,
            description =
                    "each example is an image of so many channels, rows and columns, whatever its shape in the file")
    private @Nullable ImageShape images;

    @Option(
            names = "--scale",
            paramLabel = "RANGE",
            converter = PixelScale.Converter.class,
            description = "0..1 divides by 255, none does nothing (default: 0..1 for bytes, unless the model brings a"
                    + " normalizer)")
    private @Nullable PixelScale scale;

    Path data() {
        return data;
    }

    Optional<Path> labels() {
        return Optional.ofNullable(labels);
    }

    Optional<ImageShape> images() {
        return Optional.ofNullable(images);
    }

    /** How an example is an image even where the network takes it flat; null when nobody says so. */
    @Nullable
    ImageShape imageShape(ExampleSet set) {
        INDArray features = set.features();
        boolean channelsFirst = features.rank() == 4 && features.size(1) <= features.size(3);
        if (images != null || !channelsFirst) {
            return images;
        }
        return new ImageShape((int) features.size(1), (int) features.size(2), (int) features.size(3), false);
    }

    Optional<PixelScale> scale() {
        return Optional.ofNullable(scale);
    }

    /** The first thing that is wrong, in words; null when all is well. */
    @Nullable
    String problem() {
        if (limit != null && perClass != null) {
            return "--limit and --per-class exclude each other";
        }
        return (limit != null && limit < 1) || (perClass != null && perClass < 1)
                ? "--limit and --per-class are 1 or more"
                : null;
    }

    /**
     * Reads the files and chooses.
     *
     * @param err is told when examples are left out without being asked
     * @throws BadInput if a file cannot be read, or the labels do not fit the examples
     */
    ChosenExamples choose(PrintWriter err) throws IOException {
        ExampleSet all = ExampleFile.read(data);
        if (images != null && all.length() != images.length()) {
            throw new BadInput("%s: its examples have %d numbers, but --images means %d"
                    .formatted(data, all.length(), images.length()));
        }
        int[] ids = labels == null ? all.ids() : ClassIds.read(labels, all.size());
        requireClasses(ids);
        int[] rows = rows(all.size(), ids);
        String name = String.valueOf(data.getFileName());
        if (rows.length == all.size()) {
            return new ChosenExamples(all, ids, String.format(Locale.ROOT, "%,d examples of %s", all.size(), name));
        }
        String which = perClass == null ? "the first" : "the first " + perClass + " of each class";
        String description =
                String.format(Locale.ROOT, "%,d of %,d examples of %s (%s)", rows.length, all.size(), name, which);
        if (limit == null && perClass == null) {
            err.println(description + ": choose with --limit or --per-class");
            err.flush();
        }
        int[] chosen =
                ids == null ? null : Arrays.stream(rows).map(row -> ids[row]).toArray();
        return new ChosenExamples(all.rows(rows), chosen, description);
    }

    private void requireClasses(int @Nullable [] ids) {
        for (int row = 0; ids != null && row < ids.length; row++) {
            if (ids[row] < 0) {
                throw new BadInput(labels + ": class " + ids[row] + " of example " + row
                        + " (counted from 0) is negative; class ids are 0 or more");
            }
        }
        if (ids == null && perClass != null) {
            throw new BadInput("--per-class needs classes: give --labels, or a --data file with one-hot labels");
        }
    }

    private int[] rows(int size, int @Nullable [] ids) {
        if (ids != null && perClass != null) {
            return ExampleSet.firstOfEachClass(ids, perClass);
        }
        return IntStream.range(0, Math.min(size, limit == null ? DEFAULT_LIMIT : limit))
                .toArray();
    }
}
