package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputCellsTest {

    @Test
    void imagesHaveSquaresSharedByTheChannels() {
        InputCells cells = InputCells.over(new ImageShape(2, 4, 6, false), 48, 0);
        assertThat(cells.rows()).isEqualTo(2);
        assertThat(cells.columns()).isEqualTo(2);
        int[] channel = {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 2, 2, 2, 3, 3, 3};
        assertThat(cells.cellOf())
                .containsExactly(
                        IntStream.range(0, 48).map(i -> channel[i % 24]).toArray());
        assertThat(InputCells.over(new ImageShape(2, 4, 6, true), 48, 0).cellOf())
                .containsExactly(IntStream.range(0, 48).map(i -> channel[i / 2]).toArray());
    }

    @Test
    void aCellIsTheFloorOfPixelTimesGridBySize() {
        InputCells cells = InputCells.over(new ImageShape(1, 5, 5, false), 25, 3);
        assertThat(Arrays.copyOf(cells.cellOf(), 5)).containsExactly(0, 0, 1, 1, 2);
        assertThat(cells.cellOf()[24]).isEqualTo(8);
    }

    @Test
    void theGridFollowsTheImage() {
        assertThat(grid(28, 28, 0)).isEqualTo(14);
        assertThat(grid(32, 32, 0)).isEqualTo(16);
        assertThat(grid(224, 200, 0)).isEqualTo(16);
        assertThat(grid(7, 20, 0)).isEqualTo(3);
        assertThat(grid(1, 1, 0)).isEqualTo(1);
        assertThat(grid(8, 20, 100)).as("no more cells than pixels").isEqualTo(8);
    }

    private static int grid(int height, int width, int grid) {
        InputCells cells = InputCells.over(new ImageShape(1, height, width, false), height * width, grid);
        assertThat(cells.rows()).isEqualTo(cells.columns());
        assertThat(Arrays.stream(cells.cellOf()).distinct().count())
                .as("no empty cell")
                .isEqualTo(cells.count());
        return cells.rows();
    }

    @Test
    void vectorsHaveContiguousGroups() {
        assertThat(InputCells.over(null, 4, 2).cellOf()).containsExactly(0, 0, 1, 1);
        assertThat(InputCells.over(null, 5, 3).cellOf()).containsExactly(0, 0, 1, 1, 2);
        assertThat(InputCells.over(null, 256, 0).cellOf())
                .containsExactly(IntStream.range(0, 256).toArray());
        InputCells many = InputCells.over(null, 1000, 0);
        assertThat(many.rows()).isEqualTo(1);
        assertThat(many.count()).isEqualTo(256);
        assertThat(many.cellOf()[999]).isEqualTo(255);
        assertThat(InputCells.over(null, 3, 10).count()).isEqualTo(3);
        assertThat(many.hasBackground()).isFalse();
    }

    @Test
    void theForegroundIsTheCentralWindow() {
        InputCells cells = InputCells.over(new ImageShape(1, 28, 28, false), 784, 14);
        assertThat(cells.hasBackground()).isTrue();
        for (int k = 0; k < cells.count(); k++) {
            int row = k / 14;
            int column = k % 14;
            assertThat(cells.inForeground(k)).isEqualTo(row >= 2 && row <= 11 && column >= 2 && column <= 11);
        }
        assertThat(InputCells.over(new ImageShape(1, 6, 6, false), 36, 3).hasBackground())
                .isFalse();
    }
}
