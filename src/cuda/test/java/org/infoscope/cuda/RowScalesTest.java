package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.infoscope.kernel.HostArray;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowScalesTest {

    private static RowScales of(INDArray matrix) {
        try (HostArray held = new HostArray(matrix)) {
            return RowScales.of(held, matrix.rows(), matrix.columns());
        }
    }

    @Test
    void normsOfAnySizeAndTheUnitOfTheLargest() {
        RowScales scales = of(Nd4j.createFromArray(new double[][] {{3e200, 4e200}, {0, 0}, {-3e-200, 4e-200}}));
        assertThat(scales.directions()).containsExactly(new double[] {5e200, 1, 5e-200}, within(1e185));
        assertThat(scales.mean()).isCloseTo(5e200 / 3, within(1e186));
        assertThat(4e200 / scales.unit()).isBetween(1.0, 2.0);
        assertThat(scales.units()).containsOnly(scales.unit()).hasSize(3);
        assertThat(scales.isFinite()).isTrue();
    }

    @Test
    void turnedAndSinglePrecisionRowsAreRead() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{3, 4}, {5, 12}});
        assertThat(of(matrix.castTo(DataType.FLOAT)).directions()).containsExactly(5, 13);
        assertThat(of(matrix.transpose()).directions()[0]).isCloseTo(Math.sqrt(34), within(1e-15));
        assertThat(of(matrix.getRow(1).reshape(1, 2)).directions()).containsExactly(13);
    }

    @Test
    void whatIsNotFiniteIsSeen() {
        for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThat(of(Nd4j.createFromArray(new double[][] {{1, 2}, {bad, 3}}))
                            .isFinite())
                    .isFalse();
        }
    }
}
