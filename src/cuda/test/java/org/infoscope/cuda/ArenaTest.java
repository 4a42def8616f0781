package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArenaTest {

    @Test
    void slicesAreAlignedAndApart() {
        Arena arena = new Arena(1 << 20, 1024);
        assertThat(arena.take(1).address()).isEqualTo(1 << 20);
        assertThat(arena.take(257).address()).isEqualTo((1 << 20) + 256);
        assertThat(arena.take(256).address()).isEqualTo((1 << 20) + 768);
        assertThatThrownBy(() -> arena.take(1))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("scratch");
        arena.reset();
        assertThat(arena.take(1024).address()).isEqualTo(1 << 20);
    }

    /** What fits by the plan is what the arena has room for, whatever the slices' lengths. */
    @ParameterizedTest
    @CsvSource({"100000, 3, 500, 7", "100000, 4, 0, 100", "3000, 2, 100, 1000", "4096, 1, 0, 1"})
    void whatIsPlannedFits(long capacity, int slices, long once, int each) {
        int fitting = Arena.fitting(capacity, slices, once, each);
        assertThat(fitting).isPositive();
        Arena arena = new Arena(0, capacity);
        long[] lengths = new long[slices];
        Arrays.fill(lengths, (long) fitting * each / slices);
        lengths[0] += once + (long) fitting * each % slices;
        Arrays.stream(lengths).forEach(arena::take);
        assertThat(arena.left()).isLessThan((slices + 1) * (long) Arena.ALIGNMENT + each);
    }

    @Test
    void whatDoesNotFitIsZero() {
        assertThat(Arena.fitting(1000, 3, 900, 1)).isZero();
        assertThat(Arena.fitting(1000, 1, 0, 1000)).isZero();
    }

    /** With the default scratch a lane has 128 MB and 64 MB pinned. */
    @Test
    void chunksOfUsualLayersAreLargeAndLargeMapsGoElsewhere() {
        long device = 128L << 20;
        long pinned = 64L << 20;
        assertThat(DeviceRollOff.most(device, pinned, 28, 28, Float.BYTES, 3)).isBetween(2_000, 6_000);
        assertThat(DeviceRollOff.most(device, pinned, 224, 224, Float.BYTES, 3)).isBetween(40, 80);
        assertThat(DeviceRollOff.most(device, pinned, 4096, 4096, Float.BYTES, 3))
                .isZero();
        assertThat(DeviceBirths.most(device, pinned, 28, 28, Float.BYTES)).isBetween(20_000, 22_000);
        assertThat(DeviceBirths.most(device, pinned, 224, 224, Float.BYTES)).isBetween(300, 340);
        assertThat(DeviceBirths.most(device, pinned, 33, 1024, Double.BYTES)).isBetween(14, 16);
        assertThat(DeviceDistances.mostColumns(device, pinned, 4096)).isBetween(2_000, 2_048);
        assertThat(DeviceDistances.mostColumns(device, pinned, 46_340)).isBetween(170, 180);
    }
}
