package org.infoscope.kernel;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_2D;

/**
 * JTransforms' real two-dimensional transform, which is the fastest where it exists: for sides that are powers of two, but
 * for 8 x 8. Immutable.
 *
 * <p>It leaves the half plane in place: the pair at row u, columns 2v and 2v + 1 is bin (u, v), and stands for its mirror
 * image too. In the first column of pairs the rows below H/2 are column 0, those above are column W/2, which both have a
 * real transform of their own; of rows 0 and H/2 the pair holds two real bins, one of each column.
 */
final class PackedTransform implements InPlaceTransform {

    /** From this size on JTransforms would use threads of its own, which are not daemons. */
    private static final int THREADED_AREA = 1 << 16;

    private final DoubleFFT_2D transform;
    private final int[] shell;
    private final int upper;
    private final int lower;
    private final int upperRight;
    private final int lowerRight;

    PackedTransform(int height, int width, Shells shells) {
        transform = new DoubleFFT_2D(height, width);
        shell = new int[height * width / 2];
        for (int u = 0; u < height; u++) {
            shell[u * width / 2] = 2 * u < height ? shells.of(u, 0) : shells.of(u, width / 2);
            for (int v = 1; v < width / 2; v++) {
                shell[u * width / 2 + v] = shells.of(u, v);
            }
        }
        upper = shells.of(0, 0);
        upperRight = shells.of(0, width / 2);
        lower = shells.of(height / 2, 0);
        lowerRight = shells.of(height / 2, width / 2);
    }

    /** Whether maps of this size have such a transform. */
    static boolean exists(int height, int width) {
        return Math.min(height, width) >= 4
                && Integer.bitCount(height) == 1
                && Integer.bitCount(width) == 1
                && (long) height * width < THREADED_AREA;
    }

    @Override
    public void energies(double[] map, Spectrum spectrum, double[] energies) {
        transform.realForward(map);
        Arrays.fill(energies, 0);
        int middle = shell.length;
        addReal(energies, upper, map[0], spectrum);
        addReal(energies, upperRight, map[1], spectrum);
        addReal(energies, lower, map[middle], spectrum);
        addReal(energies, lowerRight, map[middle + 1], spectrum);
        add(map, 1, middle / 2, spectrum, energies);
        add(map, middle / 2 + 1, middle, spectrum, energies);
    }

    private void add(double[] map, int from, int to, Spectrum spectrum, double[] energies) {
        if (spectrum == Spectrum.POWER) {
            for (int pair = from; pair < to; pair++) {
                energies[shell[pair]] += map[2 * pair] * map[2 * pair] + map[2 * pair + 1] * map[2 * pair + 1];
            }
        } else {
            for (int pair = from; pair < to; pair++) {
                energies[shell[pair]] +=
                        Math.sqrt(map[2 * pair] * map[2 * pair] + map[2 * pair + 1] * map[2 * pair + 1]);
            }
        }
    }

    private static void addReal(double[] energies, int shell, double value, Spectrum spectrum) {
        energies[shell] += (spectrum == Spectrum.POWER ? value * value : Math.abs(value)) / 2;
    }
}
