package org.infoscope.history;

import java.util.List;
import java.util.Map;

/**
 * What holds for a whole run.
 *
 * @param name given by the user, or made from the model and the time
 * @param startedMillis milliseconds since 1970-01-01 UTC
 * @param model class of the network
 * @param layers that are measured, in network order
 * @param series that are measured
 * @param probe what the probe is, in words, for example {@code training examples}
 * @param settings of the listener (schedule, probe size, seed, versions ...), each a String, Boolean or Number;
 *     kept as in {@link Reading#settings()}
 * @param images of the examples that the run has pixel maps of, in the order of the examples; empty until it has any
 * @param checkpoints that an offline analysis has measured in this session, in that order; empty for a training
 */
public record RunInfo(
        String name,
        long startedMillis,
        String model,
        List<LayerInfo> layers,
        List<SeriesInfo> series,
        String probe,
        Map<String, Object> settings,
        List<ProbeImage> images,
        List<Checkpoint> checkpoints) {

    /**
     * A layer that is measured.
     *
     * @param name as the network gives it
     * @param type simple class name of its configuration
     * @param shape of its activations over the probe, in words, for example {@code [n, 16, 14, 14]}
     */
    public record LayerInfo(String name, String type, String shape) {

        /**
         * Spells half of a surrogate pair in the name by its number, as {@code [U+D800]}.
         *
         * @param name as above
         * @param type as above
         * @param shape as above
         */
        public LayerInfo {
            name = WellFormed.name(name);
        }
    }

    /**
     * A saved network that was measured.
     *
     * @param description whatever its reader calls it, for example {@code epoch-3.zip}
     * @param iteration of the {@link SampledStep} that holds its readings
     */
    public record Checkpoint(String description, long iteration) {}

    /**
     * Copies its collections.
     *
     * @param name as above
     * @param startedMillis as above
     * @param model as above
     * @param layers as above
     * @param series as above
     * @param probe as above
     * @param settings as above
     * @param images as above
     * @param checkpoints as above
     */
    public RunInfo {
        layers = List.copyOf(layers);
        series = List.copyOf(series);
        settings = Settings.copyOf(settings);
        images = List.copyOf(images);
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * A run without images and checkpoints.
     *
     * @param name as above
     * @param startedMillis as above
     * @param model as above
     * @param layers as above
     * @param series as above
     * @param probe as above
     * @param settings as above
     */
    public RunInfo(
            String name,
            long startedMillis,
            String model,
            List<LayerInfo> layers,
            List<SeriesInfo> series,
            String probe,
            Map<String, Object> settings) {
        this(name, startedMillis, model, layers, series, probe, settings, List.of(), List.of());
    }
}
