package org.infoscope.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The roll-off of every map as CSV: {@code sample,channel,value}, counted from 0, the value empty when undefined. */
final class RollOffDetail {

    private RollOffDetail() {}

    /**
     * Writes the file, or replaces it.
     *
     * @param values by sample, then channel; NaN where undefined
     * @param channels of each sample
     */
    static void write(Path file, double[] values, int channels) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("sample,channel,value\n");
            for (int map = 0; map < values.length; map++) {
                String value = Double.isNaN(values[map]) ? "" : Double.toString(values[map]);
                out.write(map / channels + "," + map % channels + "," + value + "\n");
            }
        }
    }
}
