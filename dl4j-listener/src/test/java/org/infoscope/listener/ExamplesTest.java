package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ExamplesTest {

    private static final INDArray WHOLE =
            Nd4j.arange(60 * 2 * 3).castTo(DataType.FLOAT).reshape(60, 2, 3);

    @Test
    void rowsOfAPartOfADataSetAreItsOwn() {
        INDArray part = ((DataSet) new DataSet(WHOLE, WHOLE).getRange(10, 60)).getFeatures();
        for (int row : new int[] {0, 39, 40, 49}) {
            INDArray found = Examples.row(part, row);
            assertThat(found.shape()).containsExactly(1, 2, 3);
            assertThat(found.data().asFloat())
                    .isEqualTo(WHOLE.slice(10 + row).dup().data().asFloat());
        }
        assertThat(Examples.rows(part, List.of(45, 3)).data().asFloat())
                .startsWith(55 * 6, 55 * 6 + 1)
                .endsWith(13 * 6 + 4, 13 * 6 + 5);
    }

    @Test
    void rowsComeInOrderWhateverTheMemoryIs() {
        INDArray turned = WHOLE.permute(0, 2, 1);
        assertThat(Examples.row(turned, 59).data().asFloat()).containsExactly(354, 357, 355, 358, 356, 359);
        assertThat(Examples.row(WHOLE.dup('f'), 59).data().asFloat()).containsExactly(354, 355, 356, 357, 358, 359);
    }
}
