package org.infoscope.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;

/**
 * A network as {@code ModelSerializer} saved it: looked at cheaply, loaded when its turn has come.
 *
 * @param file the zip
 * @param graph true for a ComputationGraph, false for a MultiLayerNetwork
 * @param iteration at which it was saved, as DL4J counts
 * @param epoch at which it was saved, as DL4J counts
 * @param parameters checksum of the saved parameters
 * @param normalizer checksum of the saved normalizer; null when there is none
 */
record ModelFile(
        Path file,
        boolean graph,
        long iteration,
        int epoch,
        long parameters,
        @Nullable Long normalizer) {

    /**
     * Reads what the zip says of itself, not the parameters.
     *
     * @throws BadInput if it is no zip or no saved network; the message says which
     */
    static ModelFile open(Path file) throws IOException {
        ActivationFile.requireReadable(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ModelZip looked = new ModelZip(file);
            ZipEntry configuration = looked.entry(zip, ModelSerializer.CONFIGURATION_JSON);
            ZipEntry parameters = looked.entry(zip, ModelSerializer.COEFFICIENTS_BIN);
            if (zip.getEntry(ModelSerializer.PREPROCESSOR_BIN) != null) {
                throw new BadInput(
                        file + ": holds " + ModelSerializer.PREPROCESSOR_BIN + ", a serialised Java object that"
                                + " could run code of its own; load the network and save it again with"
                                + " ModelSerializer.writeModel");
            }
            JsonNode json = looked.configuration(zip, configuration);
            ZipEntry normalizer = zip.getEntry(ModelSerializer.NORMALIZER_BIN);
            return new ModelFile(
                    file,
                    json.has("vertices"),
                    json.path("iterationCount").asLong(),
                    json.path("epochCount").asInt(),
                    parameters.getCrc(),
                    normalizer == null ? null : normalizer.getCrc());
        } catch (ZipException noZip) {
            throw new BadInput(file + ": is no zip file, or is damaged (" + noZip.getMessage()
                    + "); a network saved by DL4J's ModelSerializer is expected");
        }
    }

    /** What tells this file from others, and from one of the same name that was trained anew. */
    String description() {
        return file.getFileName() + " [" + Long.toHexString(parameters) + "]";
    }

    /**
     * Loads the network, without the state of its updater.
     *
     * @throws BadInput if DL4J cannot make it, or there is no room for what the file unpacks to
     */
    Model load() {
        try {
            new ModelZip(file).requireRoom();
            return graph
                    ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
                    : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
        } catch (BadInput said) {
            throw said;
        } catch (IOException | RuntimeException refused) {
            throw new BadInput(file + ": DL4J cannot load this network: " + rootCause(refused));
        } catch (OutOfMemoryError full) {
            // A few damaged bytes can claim an array of any size; one that large is not made, and nothing is lost yet.
            throw new BadInput(file + ": its arrays do not fit into the memory: " + rootCause(full));
        }
    }

    /**
     * The normalizer that was saved with the network.
     *
     * @return empty when there is none
     * @throws BadInput if it cannot be read, or is one for several inputs
     */
    Optional<DataNormalization> savedNormalizer() throws IOException {
        if (normalizer == null) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(new ModelZip(file).entry(zip, ModelSerializer.NORMALIZER_BIN))) {
            // Not ModelSerializer's reader: where it fails it falls back on Java objects and writes into the file.
            Normalizer<?> read = NormalizerSerializer.getDefault().restore(in);
            if (read instanceof DataNormalization single) {
                return Optional.of(single);
            }
            throw new BadInput(file + ": its normalizer, " + read.getClass().getSimpleName()
                    + ", is for several inputs, which are not read here");
        } catch (BadInput said) {
            throw said;
        } catch (Exception | OutOfMemoryError damaged) { // restore declares no other; a damaged length may be any
            throw new BadInput(file + ": its normalizer cannot be read: " + rootCause(damaged));
        }
    }

    /** The innermost reason, in one line. */
    static String rootCause(Throwable error) {
        Throwable cause = error;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
