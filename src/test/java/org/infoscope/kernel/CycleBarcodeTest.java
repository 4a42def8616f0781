package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class CycleBarcodeTest {

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
