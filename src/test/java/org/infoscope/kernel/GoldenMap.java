package org.infoscope.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One line of a golden file of maps; see the files' headers. */
record GoldenMap(
        String name,
        int height,
        int width,
        int birth,
        int authorIndex,
        boolean barsKnown,
        List<CycleBarcode.Bar> bars,
        INDArray map) {

    static List<GoldenMap> read(String file) {
        String path = "/golden/feature-entropy/" + file;
        try (InputStream in = Objects.requireNonNull(GoldenMap.class.getResourceAsStream(path), path);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(GoldenMap::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenMap parse(String line) {
        String[] fields = line.split(";", -1);
        String[] texts = fields[6].split(" ", -1);
        float[] pixels = new float[texts.length];
        for (int k = 0; k < texts.length; k++) {
            pixels[k] = Float.parseFloat(texts[k]);
        }
        List<CycleBarcode.Bar> bars = fields[5].matches("[a-z]+")
                ? List.of()
                : Stream.of(fields[5].split(" ", -1)).map(GoldenMap::bar).toList();
        return new GoldenMap(
                fields[0],
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                !fields[5].equals("unknown"),
                bars,
                Nd4j.createFromArray(pixels).reshape(Integer.parseInt(fields[1]), Integer.parseInt(fields[2])));
    }

    private static CycleBarcode.Bar bar(String text) {
        int[] ends =
                Arrays.stream(text.split("-", -1)).mapToInt(Integer::parseInt).toArray();
        return new CycleBarcode.Bar(ends[0], ends[1]);
    }

    @Override
    public String toString() {
        return name;
    }
}
