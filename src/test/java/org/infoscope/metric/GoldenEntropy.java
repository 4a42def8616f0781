package org.infoscope.metric;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Births and their entropy for one choice of options; see the golden file's header. */
record GoldenEntropy(
        String name,
        List<Integer> births,
        FeatureEntropy.Normalisation normalisation,
        FeatureEntropy.LowRate lowRate,
        double entropy,
        double eps,
        boolean valid,
        int existing,
        double entropyOverEps,
        double rawEntropy) {

    static List<GoldenEntropy> read() {
        String path = "/golden/feature-entropy/entropy.txt";
        List<GoldenEntropy> entropies = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(GoldenEntropy.class.getResourceAsStream(path), path);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String name = "";
            List<Integer> births = List.of();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.strip().split(";", -1);
                if (line.startsWith("  ")) {
                    entropies.add(of(name, births, fields));
                } else if (!line.startsWith("#")) {
                    name = fields[0];
                    births = births(fields[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entropies;
    }

    private static GoldenEntropy of(String name, List<Integer> births, String[] fields) {
        String[] options = fields[0].toUpperCase(Locale.ROOT).split("/", -1);
        return new GoldenEntropy(
                name,
                births,
                FeatureEntropy.Normalisation.valueOf(options[0]),
                FeatureEntropy.LowRate.valueOf(options[1]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Boolean.parseBoolean(fields[3]),
                Integer.parseInt(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }

    private static List<Integer> births(String runs) {
        List<Integer> births = new ArrayList<>();
        for (String run : runs.split(" ", -1)) {
            String[] valueAndCount = run.split("x", -1);
            births.addAll(Collections.nCopies(Integer.parseInt(valueAndCount[1]), Integer.valueOf(valueAndCount[0])));
        }
        return births;
    }

    int[] birthArray() {
        return births.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return name + ' ' + normalisation + ' ' + lowRate;
    }
}
