package outside;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.api.UIServer;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.RepresentationListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What a user writes: a network, a history, the UI, one listener. */
public final class App {

    private App() {}

    public static void main(String[] args) throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        DataSet data = new DataSet(Nd4j.rand(90, 4), Nd4j.eye(3).repeat(0, 30));

        RunHistory history = RunHistory.open(Path.of(args[0]));
        UIServer ui = UIServer.getInstance();
        ui.attach(history);
        try (RepresentationListener listener = new RepresentationListener(history)) {
            network.addListeners(listener);
            for (int i = 0; i < 30; i++) {
                network.fit(data);
            }
        }
        System.out.println("SESSIONS " + history.listSessionIDs().size());
        System.out.println("PAGE " + get(ui.getAddress() + "/representation").contains("Infoscope"));
        System.out.println(
                "OVERVIEW " + get(ui.getAddress() + "/train/overview").contains("infoscope"));
        ui.stop();
        history.close();
        System.exit(0);
    }

    private static String get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
