package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.infoscope.kernel.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellsTest {

    /** Numbers of shells as the definition of the metric states them; the last radius is the corner's. */
    @ParameterizedTest
    @CsvSource({"4, 6", "7, 10", "8, 15", "16, 42", "28, 106", "32, 135"})
    void shellsOfSquareMaps(int side, int shells) {
        Shells found = new Shells(side, side);
        assertThat(Arrays.stream(found.order()).filter(bin -> bin < 0)).hasSize(shells);
        int half = side / 2;
        double edge = (double) half / side;
        assertThat(found.radius(0)).isZero();
        assertThat(found.radius(shells - 1)).isCloseTo(Math.sqrt(2 * edge * edge), within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"5, 4", "9, 12", "2, 31", "16, 24"})
    void binsAreInTheOrderOfTheirRadiusAndEachIsThereOnce(int height, int width) {
        Shells shells = new Shells(height, width);
        int columns = width / 2 + 1;
        int[] bins =
                Arrays.stream(shells.order()).map(bin -> bin < 0 ? ~bin : bin).toArray();
        assertThat(Arrays.stream(bins).sorted())
                .containsExactlyElementsOf(
                        IntStream.range(0, height * columns).boxed().toList());
        int shell = 0;
        int inDisc = 0;
        for (int k = 0; k < bins.length; k++) {
            int u = Math.min(bins[k] / columns, height - bins[k] / columns);
            double radius = Math.hypot((double) u / height, (double) (bins[k] % columns) / width);
            assertThat(shells.radius(shell)).isCloseTo(radius, within(1e-15));
            inDisc += radius <= 0.5 + 1e-12 ? 1 : 0;
            shell += shells.order()[k] < 0 ? 1 : 0;
        }
        assertThat(shells.bins(Region.DISC)).isEqualTo(inDisc);
        assertThat(shells.bins(Region.SQUARE)).isEqualTo(bins.length);
    }

    @Test
    void runsSideBySideAreTheOrder() {
        Shells shells = new Shells(9, 12);
        for (Region region : Region.values()) {
            int bins = shells.bins(region);
            int[] runs = shells.runs(region, 8);
            int length = runs.length / 8;
            assertThat(length).isEqualTo((bins + 7) / 8);
            int[] found = IntStream.range(0, bins)
                    .map(k -> runs[k % length * 8 + k / length])
                    .toArray();
            assertThat(found).containsExactly(Arrays.copyOf(shells.order(), bins));
        }
        assertThat(new Shells(4, 4).runs(Region.SQUARE, 32)).hasSize(32);
    }

    @Test
    void theOrderBelongsToTheCaller() {
        Shells shells = new Shells(4, 4);
        shells.order()[0] = 7;
        assertThat(shells.order()[0]).isEqualTo(~0);
    }
}
