package org.infoscope.sample;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the sample's command line asks for; each option's default is shown by {@code --help}. */
final class TrainingOptions {

    @Option(
            names = "--data",
            defaultValue = "glyphs",
            paramLabel = "NAME",
            description =
                    "${COMPLETION-CANDIDATES}: glyphs are drawn on this machine, the others are read from --data-dir or fetched by Deeplearning4j (default: ${DEFAULT-VALUE})")
    DataChoice data = DataChoice.glyphs;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "MNIST in IDX format (.gz or not), or CIFAR-10 in binary format")
    @Nullable
    Path dataDir;

    @Option(
            names = "--model",
            defaultValue = "lenet",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Architecture model = Architecture.lenet;

    @Option(
            names = "--epochs",
            defaultValue = "5",
            paramLabel = "N",
            description = "times through the training images (default: ${DEFAULT-VALUE})")
    int epochs;

    @Option(
            names = "--batch",
            defaultValue = "64",
            paramLabel = "N",
            description = "images per training step (default: ${DEFAULT-VALUE})")
    int batch;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "of the drawing, the weights and the order of the images (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--limit",
            defaultValue = "2147483647",
            paramLabel = "N",
            description = "use only the first N training images (default: all)")
    int limit;

    @Option(
            names = "--shuffle-labels",
            description = "permute the training labels: the network can only memorise, watch it overfit")
    boolean shuffleLabels;

    @Option(
            names = "--every",
            defaultValue = "10",
            paramLabel = "N",
            description = "measure every N training steps (default: ${DEFAULT-VALUE})")
    int every;

    @Option(
            names = "--metrics",
            defaultValue = "standard",
            paramLabel = "SET",
            description =
                    "${COMPLETION-CANDIDATES}: how much is measured, and what it costs (default: ${DEFAULT-VALUE})")
    MetricPreset metrics = MetricPreset.standard;

    @Option(
            names = "--blocking",
            description = "training waits for every measurement, so that none is skipped, and takes longer")
    boolean blocking;

    @Option(
            names = "--budget",
            paramLabel = "SHARE",
            description =
                    "of training's time that measuring may take; Infinity for no limit (default: 0.25, since a sample is short: the listener's own is 0.05; none with --blocking)")
    @Nullable
    Double budget;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "also save the network after every epoch, for 'infoscope analyse'; a new or empty folder")
    @Nullable
    Path checkpoints;

    @Option(
            names = "--probe-size",
            defaultValue = "200",
            paramLabel = "N",
            description = "training images to measure on, as many of each class (default: ${DEFAULT-VALUE})")
    int probeSize;

    @Option(
            names = "--validation-size",
            defaultValue = "200",
            paramLabel = "N",
            description =
                    "validation images asked at each measurement; all of them are asked at the end (default: ${DEFAULT-VALUE})")
    int validationSize;

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "name of the run and its file (default: data, model and time)")
    @Nullable
    String run;

    @Option(
            names = "--runs-dir",
            defaultValue = "runs",
            paramLabel = "FOLDER",
            description = "where the run's file goes (default: ${DEFAULT-VALUE})")
    Path runsDir = Path.of("runs");

    @Option(
            names = "--port",
            defaultValue = "9000",
            paramLabel = "N",
            description = "of the dashboard; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the token, 16 characters or more, that opens the dashboard from other machines, too")
    @Nullable
    Path tokenFile;

    @Option(names = "--no-ui", description = "no dashboard: train and exit")
    boolean noUi;

    /** The first thing that is wrong, in words; null when all is well. */
    @Nullable
    String problem() {
        if (epochs < 1 || batch < 1 || every < 1 || limit < 1) {
            return "--epochs, --batch, --every and --limit are 1 or more";
        }
        if (probeSize < ImageData.CLASSES || validationSize < 1) {
            return "--probe-size is " + ImageData.CLASSES
                    + " or more (one image of each class), --validation-size 1 or more";
        }
        if (budget != null && (blocking || !(budget > 0 && (budget <= 1 || Double.isInfinite(budget))))) {
            return "--budget is above 0 and at most 1, or Infinity; it does not go with --blocking, which has none";
        }
        if (port < 0 || port > 65_535) {
            return "--port is between 0 and 65535";
        }
        if (run != null && !run.matches("[\\w.-]+")) {
            return "--run names a file: letters, digits, '.', '_' and '-' only";
        }
        if (dataDir != null && data == DataChoice.glyphs) {
            return "--data-dir goes with --data mnist or --data cifar10";
        }
        return null;
    }
}
