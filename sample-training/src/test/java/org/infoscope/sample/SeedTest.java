package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same seed gives the same network, 0 included: ND4J itself takes 0 for "the clock". */
class SeedTest {

    private static final ImageData IMAGES = Glyphs.draw(20, 10, 1).training();

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void equalSeedsGiveEqualWeights(Architecture architecture) {
        INDArray first = architecture.create(IMAGES, 0).params().dup();
        INDArray other = architecture.create(IMAGES, 1).params().dup();
        INDArray again = architecture.create(IMAGES, 0).params().dup();

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }
}
