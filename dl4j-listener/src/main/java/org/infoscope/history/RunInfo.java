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
 */
public record RunInfo(
        String name,
        long startedMillis,
        String model,
        List<LayerInfo> layers,
        List<SeriesInfo> series,
        String probe,
        Map<String, Object> settings) {

    /**
     * A layer that is measured.
     *
     * @param name as the network gives it
     * @param type simple class name of its configuration
     * @param shape of its activations over the probe, in words, for example {@code [n, 16, 14, 14]}
     */
    public record LayerInfo(String name, String type, String shape) {}

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
     */
    public RunInfo {
        layers = List.copyOf(layers);
        series = List.copyOf(series);
        settings = Settings.copyOf(settings);
    }
}
