package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Layers whose names are made to break formats, from a real network through file and routes into both exports. */
@Timeout(120)
class HostileLayersTest {

    private static final List<String> NAMES = List.of(
            "<img src=x onerror=alert(1)>",
            "\"quoted\" 'name', with; commas",
            "../a/b\\c%2F?d=e&f#g",
            "line\nbreak\r\nand\ttab",
            "=1+1",
            "Grüße 世界 😀 \u202e",
            " ",
            "'; DROP TABLE records; --");

    private static final String SESSION = "\"><script>/../\n session";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    private static MultiLayerNetwork network() {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(1).list();
        NAMES.forEach(name -> layers.layer(new DenseLayer.Builder()
                .name(name)
                .nOut(4)
                .activation(Activation.TANH)
                .build()));
        MultiLayerNetwork network = new MultiLayerNetwork(layers.layer(new OutputLayer.Builder()
                        .name("output")
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
        network.init();
        return network;
    }

    private static DataSet data() {
        Random random = new Random(1);
        INDArray features = Nd4j.zeros(20, 3);
        INDArray labels = Nd4j.zeros(20, 2);
        for (int row = 0; row < 20; row++) {
            for (int column = 0; column < 3; column++) {
                features.putScalar(row, column, random.nextGaussian());
            }
            labels.putScalar(row, row % 2, 1);
        }
        return new DataSet(features, labels);
    }

    @Test
    void namesComeBackUnchangedEverywhere() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            try (RepresentationListener listener = RepresentationListener.builder(history)
                    .probe(Probe.of(data()))
                    .metrics(Metrics.economy())
                    .every(1)
                    .blocking(true)
                    .run(SESSION)
                    .build()) {
                listener.setSessionID(SESSION);
                MultiLayerNetwork network = network();
                network.setListeners(listener);
                network.fit(data());
            }
            try (RunningServer server = RunningServer.start(false).with(history)) {
                String run = "/representation/api/runs/"
                        + URLEncoder.encode(SESSION, StandardCharsets.UTF_8).replace("+", "%20");
                JsonNode about = JSON.readTree(server.get(run).body());
                assertThat(about.get("session").asText()).isEqualTo(SESSION);
                assertThat(about.get("infos").get(0).get("info").get("layers").findValuesAsText("name"))
                        .containsAll(NAMES);
                JsonNode steps = JSON.readTree(server.get(run + "/steps").body());
                assertThat(steps.get("steps").findValuesAsText("layer")).containsAll(NAMES);
                assertThat(layers(rows(server.get(run + "/export?format=csv").body())))
                        .containsAll(NAMES);
            }
            assertThat(layers(rows(export(history, ExportFormat.CSV)))).containsAll(NAMES);
            List<String> named = new ArrayList<>();
            for (String line : export(history, ExportFormat.JSONL).lines().toList()) {
                named.addAll(JSON.readTree(line).findValuesAsText("layer"));
            }
            assertThat(named).containsAll(NAMES);
        }
    }

    private static String export(RunHistory history, ExportFormat format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        history.export(SESSION, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> layers(List<List<String>> rows) {
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
        int layer = rows.get(0).indexOf("layer");
        Set<String> layers = new LinkedHashSet<>();
        rows.forEach(row -> layers.add(row.get(layer)));
        return layers;
    }

    /** RFC 4180, read as strictly as it is written. */
    private static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char letter = csv.charAt(i);
            if (quoted && letter == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append(csv.charAt(++i));
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (!quoted && (letter == ',' || letter == '\r')) {
                row.add(cell.toString());
                cell.setLength(0);
            } else if (!quoted && letter == '\n') {
                rows.add(row);
                row = new ArrayList<>();
            } else {
                cell.append(letter);
            }
        }
        return rows;
    }
}
