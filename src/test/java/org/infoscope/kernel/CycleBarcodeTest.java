package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class CycleBarcodeTest {

    static Stream<GoldenMap> goldenBarcodes() {
        return FirstCycleContract.goldenMaps().filter(GoldenMap::barsKnown);
    }

    @ParameterizedTest
    @MethodSource("goldenBarcodes")
    void goldenBars(GoldenMap golden) {
        assertThat(CycleBarcode.of(golden.map())).containsExactlyElementsOf(golden.bars());
    }

    /** Four edges in a ring and no others: nothing ever fills the cycle. */
    @Test
    void aCycleWithoutFillingNeverDies() {
        double none = Double.NEGATIVE_INFINITY;
        double[][] ring = {
            {0, 4, none, 1},
            {none, 0, 3, none},
            {none, none, 0, 2},
            {none, none, none, 0}
        };

        assertThat(CycleBarcode.of(Nd4j.createFromArray(ring)))
                .containsExactly(new CycleBarcode.Bar(4, CycleBarcode.Bar.NEVER));
    }

    @Test
    void refusesNaNAndWhatIsNoMap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CycleBarcode.of(Nd4j.zeros(1, 4, 4)))
                .withMessageContaining("rank 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CycleBarcode.of(Nd4j.createFromArray(new double[][] {{0, 1}, {Double.NaN, 0}})))
                .withMessageContaining("NaN");
    }
}
