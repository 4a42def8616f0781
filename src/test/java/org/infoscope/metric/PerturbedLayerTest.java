package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.infoscope.metric.SmallNetwork.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class PerturbedLayerTest {

    private static final Percentage TIGHT = Percentage.withPercentage(1e-4);

    private static SmallNetwork network(GoldenDiscarding golden, String name) {
        return golden.network(name.equals("mlp_tanh") ? Activation.TANH : Activation.RELU);
    }

    private static PerturbedLayer layer(SmallNetwork network, boolean rectified, double[]... inputs) {
        InputCells cells = InputCells.over(null, inputs[0].length, 0);
        int[] examples = new int[inputs.length];
        Arrays.setAll(examples, a -> a);
        return new PerturbedLayer(network, Nd4j.createFromArray(inputs), examples, cells, rectified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp_tanh", "mlp_relu"})
    void lossAndGradientAreTheKnownOnes(String name) {
        GoldenDiscarding golden = GoldenDiscarding.read(name);
        PerturbedLayer layer = layer(network(golden, name), false, golden.numbers("x"));
        double[][] sigma = {golden.numbers("sigma_in")};
        GaussianNoise noise = new GaussianNoise(7);
        LossGradient loss = layer.lossGradient(sigma, 8, (image, delta) -> noise.fill(delta))[0];
        assertThat(loss.loss()).isCloseTo(golden.number("Lf_raw"), TIGHT);
        double[] expected = golden.numbers("dLf_dlogsigma");
        for (int k = 0; k < expected.length; k++) {
            assertThat(loss.gradient()[k]).isCloseTo(expected[k], TIGHT);
        }
        GaussianNoise again = new GaussianNoise(7);
        assertThat(layer.loss(sigma, 8, (image, delta) -> again.fill(delta))[0]).isCloseTo(loss.loss(), within(1e-18));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp_tanh", "mlp_relu"})
    void theFullJacobianIsTheKnownOne(String name) {
        GoldenDiscarding golden = GoldenDiscarding.read(name);
        PerturbedLayer layer = layer(network(golden, name), false, golden.numbers("x"));
        double[] w = layer.weights(new double[1][6], 4, (image, delta) -> {}, (image, copy, v) -> v[copy] = 1)[0];
        double total = Arrays.stream(w).sum();
        assertThat(Arrays.stream(w).map(x -> x / total).toArray())
                .containsExactly(golden.numbers("jac_w"), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theGradientIsThatOfTheLoss(boolean rectified) {
        GoldenDiscarding golden = GoldenDiscarding.read("mlp_tanh");
        PerturbedLayer layer = layer(
                golden.network(Activation.TANH), rectified, golden.numbers("x"), new double[] {1, -2, 0.5, 0.25, 0, 1});
        double[][] sigma = {golden.numbers("sigma_in"), golden.numbers("sigma_opt")};
        double[][] gradient = new double[2][];
        LossGradient[] losses = layer.lossGradient(sigma, 40, streams(2));
        for (int a = 0; a < 2; a++) {
            gradient[a] = losses[a].gradient();
        }
        for (int k = 0; k < 6; k++) {
            double[] above = shifted(layer, sigma, k, 1e-5);
            double[] below = shifted(layer, sigma, k, -1e-5);
            for (int a = 0; a < 2; a++) {
                assertThat(gradient[a][k]).isCloseTo((above[a] - below[a]) / 2e-5, within(1e-6 * losses[a].loss()));
            }
        }
    }

    private static PerturbedLayer.Noise streams(int images) {
        GaussianNoise[] streams = new GaussianNoise[images];
        Arrays.setAll(streams, GaussianNoise::new);
        return (image, delta) -> streams[image].fill(delta);
    }

    private static double[] shifted(PerturbedLayer layer, double[][] sigma, int cell, double by) {
        double[][] moved = Arrays.stream(sigma).map(double[]::clone).toArray(double[][]::new);
        for (double[] levels : moved) {
            levels[cell] *= Math.exp(by);
        }
        return layer.loss(moved, 40, streams(2));
    }

    @Test
    void imagesShareCallsOfAtMost64RowsAndDoNotMix() {
        double[][] inputs = SmallNetwork.gaussian(3, 5, 6, 1);
        GoldenDiscarding golden = GoldenDiscarding.read("mlp_tanh");
        SmallNetwork network = golden.network(Activation.TANH);
        PerturbedLayer layer = layer(network, false, inputs);
        network.batches().clear();
        double[][] sigma = new double[5][6];
        Arrays.stream(sigma).forEach(row -> Arrays.fill(row, 0.3));
        double[] together = layer.loss(sigma, 30, streams(5));
        assertThat(network.batches()).containsExactly(64, 64, 22);
        PerturbedLayer some = layer.at(new int[] {3});
        assertThat(some.example(0)).isEqualTo(3);
        GaussianNoise fourth = new GaussianNoise(3);
        assertThat(some.loss(new double[][] {sigma[3]}, 30, (image, delta) -> fourth.fill(delta))[0])
                .isCloseTo(together[3], within(1e-15));
        double slow = 0;
        GaussianNoise noise = new GaussianNoise(4);
        for (int copy = 0; copy < 30; copy++) {
            double[] x = inputs[4].clone();
            Arrays.setAll(x, i -> x[i] + 0.3 * noise.next());
            for (int j = 0; j < 4; j++) {
                slow += Math.pow(network.answer(x)[j] - network.answer(inputs[4])[j], 2) / 120;
            }
        }
        assertThat(together[4]).isCloseTo(slow, within(1e-14));
    }

    @Test
    void noImageAtAll() {
        PerturbedLayer layer = layer(SmallNetwork.linear(new double[][] {{1, 2}}), false, new double[] {1, 2});
        assertThat(layer.at(new int[0]).loss(new double[0][], 3, streams(0))).isEmpty();
    }
}
