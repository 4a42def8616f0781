package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.infoscope.metric.InformationDiscarding.Mode;
import org.infoscope.metric.SmallNetwork.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InformationDiscardingTest {

    private static final double[][] W = {{1, 0, 2, 0.5}, {0, 1, 1, -0.5}, {2, -1, 0, 0.25}};

    private final InformationDiscarding exact =
            InformationDiscarding.withDefaults().withMode(Mode.EXACT);

    private static double sid(InformationDiscarding metric, Snapshot snapshot) {
        return Answers.scalar(metric.compute(snapshot), "informationDiscarding");
    }

    @Test
    void aLinearLayerHasItsClosedForm() {
        Snapshot snapshot = SmallNetwork.linear(W).at(new double[] {0.3, -1, 2, 0.5});
        assertThat(sid(exact, snapshot)).isCloseTo(-2.8283705439, within(1e-10));
        assertThat(sid(exact.withGrid(2), snapshot)).isCloseTo(-2.9802040452, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp_tanh", "mlp_relu"})
    void smallNetworksHaveTheirKnownAnswers(String name) {
        GoldenDiscarding golden = GoldenDiscarding.read(name);
        SmallNetwork network = golden.network(name.endsWith("tanh") ? Activation.TANH : Activation.RELU);
        assertThat(network.answer(golden.numbers("x"))).containsExactly(golden.numbers("f"), within(1e-12));
        Snapshot snapshot = network.at(golden.numbers("x"));
        assertThat(sid(exact, snapshot)).isCloseTo(golden.number("SID_jacobian_exact"), within(1e-9));
    }
}
