package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers in words. */
class NumbersTest {

    @Test
    void whatWasMeasuredBeforeTrainingHasNoIteration() {
        assertThat(Numbers.when(-1)).isEqualTo("before training");
        assertThat(Numbers.when(0)).isEqualTo("iteration 0");
        assertThat(Numbers.when(1200)).isEqualTo("iteration 1,200");
    }
}
