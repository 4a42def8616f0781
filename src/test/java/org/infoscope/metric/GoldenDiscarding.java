package org.infoscope.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The known answers of information discarding; see the file's own words. */
final class GoldenDiscarding {

    private final JsonNode node;

    private GoldenDiscarding(JsonNode node) {
        this.node = node;
    }

    static GoldenDiscarding read(String section) {
        String path = "/golden/information-discarding/golden.json";
        try (InputStream in = Objects.requireNonNull(GoldenDiscarding.class.getResourceAsStream(path), path)) {
            return new GoldenDiscarding(new ObjectMapper().readTree(in)).section(section);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GoldenDiscarding section(String name) {
        return new GoldenDiscarding(at(name));
    }

    private JsonNode at(String name) {
        return Objects.requireNonNull(node.get(name), name);
    }

    double number(String name) {
        return at(name).doubleValue();
    }

    double[] numbers(String name) {
        return numbers(at(name));
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).doubleValue())
                .toArray();
    }

    double[][] matrix(String name) {
        return IntStream.range(0, at(name).size())
                .mapToObj(i -> numbers(at(name).get(i)))
                .toArray(double[][]::new);
    }

    /** The 6-5-4 network of a section. */
    SmallNetwork network(SmallNetwork.Activation activation) {
        return SmallNetwork.of(matrix("W1"), numbers("b1"), activation).then(matrix("W2"), numbers("b2"), activation);
    }
}
