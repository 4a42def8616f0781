package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceEigenvaluesTest {

    /** Of [[2, 1], [1, 2]]: 1 and 3, trace 4, squares 10. */
    @Test
    void bothSumsMustFit() {
        assertThat(DeviceEigenvalues.fit(new double[] {1, 3}, 4, 10)).isTrue();
        assertThat(DeviceEigenvalues.fit(new double[] {1, 3 + 1e-8}, 4, 10)).isFalse();
        assertThat(DeviceEigenvalues.fit(new double[] {0.5, 3.5}, 4, 10)).isFalse();
        assertThat(DeviceEigenvalues.fit(new double[] {Double.NaN, 3}, 4, 10)).isFalse();
    }
}
