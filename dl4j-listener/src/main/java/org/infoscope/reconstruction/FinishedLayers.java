package org.infoscope.reconstruction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.ProbeInput;
import org.infoscope.metric.Snapshot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of layers already, in a folder of its own beside the run history, one file per layer: so that a program that
 * was killed goes on with the next layer. A file is written whole or not at all.
 *
 * <p>A layer is known by its content: the metric with its options, the layer's name, and every number of its activations and inputs.
 * Another network, other data or options are other layers, and never find a stale result.
 *
 * <p>Files that cannot be written or read are logged and done without. Not safe for use by several threads; several programs may share a folder.
 */
public final class FinishedLayers {

    private static final Logger LOG = LoggerFactory.getLogger(FinishedLayers.class);
    private static final String SUFFIX = ".layer";
    private static final SampledStep.Cost NO_COST = new SampledStep.Cost(0, 0, 0, 0, 0);

    private final Path folder;
    private final Set<Path> used = new LinkedHashSet<>();

    /**
     * Opens or will make a folder.
     *
     * @param folder made when the first layer is kept
     */
    public FinishedLayers(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * What is known of a layer.
     *
     * @param metric with its options
     * @param snapshot of the layer, with the probe's inputs
     * @return empty when nothing is
     */
    public Optional<MetricResult> find(Metric metric, Snapshot snapshot) {
        Path file = file(metric, snapshot);
        try {
            RepresentationReport report = new RepresentationReport();
            report.decode(Files.readAllBytes(file));
            Reading reading = report.step().readings().get(0);
            used.add(file);
            return Optional.of(new MetricResult(reading.values(), reading.settings(), reading.flags()));
        } catch (NoSuchFileException unknown) {
            return Optional.empty();
        } catch (IOException | RuntimeException damaged) {
            LOG.warn("{} cannot be read, so its layer is measured again: {}", file, damaged.toString());
            return Optional.empty();
        }
    }

    /**
     * Keeps a layer's result.
     *
     * @param metric with its options
     * @param snapshot of the layer, with the probe's inputs
     * @param result to be found again
     */
    public void keep(Metric metric, Snapshot snapshot, MetricResult result) {
        Path file = file(metric, snapshot);
        Reading reading = new Reading(
                snapshot.layer(),
                metric.info().id(),
                metric.info().id(),
                result.values(),
                result.settings(),
                result.flags(),
                0);
        SampledStep step = new SampledStep(
                0, 0, 0, Double.NaN, Map.of(), Map.of(), List.of(reading), List.of(), NO_COST, SampledStep.State.LIVE);
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "writing", ".part");
            try {
                Files.write(part, new RepresentationReport("", "", 0, step).encode());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            used.add(file);
        } catch (IOException full) {
            LOG.warn("A finished layer cannot be kept in {}: {}", folder, full.toString());
        }
    }

    /** Deletes the layers found or kept so far, which are recorded elsewhere by now, and the folder when nothing else is in it. */
    public void forget() {
        try {
            for (Path file : used) {
                Files.deleteIfExists(file);
            }
            used.clear();
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException others) {
            LOG.debug("{} holds layers of other analyses", folder);
        } catch (IOException locked) {
            LOG.warn("Finished layers in {} cannot be deleted: {}", folder, locked.toString());
        }
    }

    private Path file(Metric metric, Snapshot snapshot) {
        MessageDigest digest = sha256();
        text(digest, metric.info().id() + new TreeMap<>(metric.options()) + snapshot.layer() + '@' + snapshot.stride());
        numbers(digest, snapshot.activations());
        ProbeInput input = snapshot.input();
        INDArray inputs = input == null ? null : input.inputs();
        if (input != null && inputs != null) {
            numbers(digest, inputs);
            text(digest, String.valueOf(input.image()));
        }
        return folder.resolve(HexFormat.of().formatHex(digest.digest()) + SUFFIX);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Example by example, so that a large array is not copied whole. */
    private static void numbers(MessageDigest digest, INDArray array) {
        text(digest, array.shapeInfoToString());
        for (long row = 0; row < array.size(0); row++) {
            digest.update(array.slice(row).dup('c').data().asBytes());
        }
    }
}
