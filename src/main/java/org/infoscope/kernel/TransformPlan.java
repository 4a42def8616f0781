package org.infoscope.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Real two-dimensional transform of maps of one size, summed over shells of equal radius. Immutable, so it serves several
 * threads; each brings its own work array.
 *
 * <p>Bin (u, v) has the integer key K = (u~ W)^2 + (v~ H)^2 and the radius sqrt(K) / (H W) cycles per pixel, u~ and v~ the
 * signed indices. Only v = 0 ... W/2 is computed; the other half plane mirrors it, so bins count whole, and by half in column
 * 0 and, for even W, column W/2. Sides that are powers of two have an {@link InPlaceTransform}.
 */
final class TransformPlan {

    /** From this length on JTransforms would run a line on threads of its own, which are not daemons. */
    private static final int THREADED_LENGTH = 8192;

    private final int height;
    private final int width;
    private final DoubleFFT_1D alongRow;
    private final DoubleFFT_1D alongColumn;
    private final int[] shell;
    private final double[] radii;
    private final int shellsInDisc;
    private final @Nullable InPlaceTransform inPlace;

    TransformPlan(int height, int width) {
        this.height = height;
        this.width = width;
        if (Math.max(height, width) >= THREADED_LENGTH) {
            ConcurrencyUtils.setNumberOfThreads(1);
        }
        this.alongRow = new DoubleFFT_1D(width);
        this.alongColumn = new DoubleFFT_1D(height);
        long[] keys = keys(height, width);
        long[] distinct = Arrays.stream(keys).sorted().distinct().toArray();
        this.shell = new int[keys.length];
        for (int bin = 0; bin < keys.length; bin++) {
            shell[bin] = Arrays.binarySearch(distinct, keys[bin]);
        }
        double area = (double) height * width;
        this.radii = Arrays.stream(distinct)
                .mapToDouble(k -> Math.sqrt((double) k) / area)
                .toArray();
        long square = (long) height * width * height * width;
        this.shellsInDisc =
                (int) Arrays.stream(distinct).filter(k -> 4 * k <= square).count();
        this.inPlace = InPlaceTransform.of(height, width, (u, v) -> shell[v * height + u]);
    }

    /** Keys of the half plane, column after column, as the transform leaves it. */
    private static long[] keys(int height, int width) {
        long[] keys = new long[(width / 2 + 1) * height];
        for (int v = 0; v <= width / 2; v++) {
            for (int u = 0; u < height; u++) {
                long across = (long) v * height;
                long down = (long) Math.min(u, height - u) * width;
                keys[v * height + u] = across * across + down * down;
            }
        }
        return keys;
    }

    /** Radius of a shell in cycles per pixel; ascending with its index. */
    double radius(int shell) {
        return radii[shell];
    }

    /** All shells, or those up to half a cycle per pixel. */
    int shells(Region region) {
        return region == Region.DISC ? shellsInDisc : radii.length;
    }

    /** Pixels of a map. */
    int area() {
        return Math.multiplyExact(height, width);
    }

    /** A work array for {@link #energies}. */
    double[] workArray() {
        return new double[2 * height * (width / 2 + 1)];
    }

    /**
     * Transforms a map and sums |F|^2 / 2 or |F| / 2 per shell.
     *
     * @param map [height, width], nothing else; overwritten
     * @param work from {@link #workArray}
     * @param energies one per shell; overwritten
     */
    void energies(double[] map, double[] work, Spectrum spectrum, double[] energies) {
        if (inPlace != null) {
            inPlace.energies(map, spectrum, energies);
            return;
        }
        for (int m = 0; m < height; m++) {
            alongRow.realForward(map, m * width);
            scatterRow(map, m * width, m, work);
        }
        Arrays.fill(energies, 0);
        for (int v = 0; v <= width / 2; v++) {
            alongColumn.complexForward(work, 2 * v * height);
            double weight = v == 0 || 2 * v == width ? 0.5 : 1;
            for (int bin = v * height; bin < (v + 1) * height; bin++) {
                double re = work[2 * bin];
                double im = work[2 * bin + 1];
                double power = re * re + im * im;
                energies[shell[bin]] += weight * (spectrum == Spectrum.POWER ? power : Math.sqrt(power));
            }
        }
    }

    /** Unpacks JTransforms' real layout, where the last bin's odd one out sits at index 1, into complex columns. */
    private void scatterRow(double[] map, int from, int m, double[] work) {
        int stride = 2 * height;
        int at = 2 * m;
        work[at] = map[from];
        work[at + 1] = 0;
        int pairs = (width - 1) / 2;
        int full = width % 2 == 0 ? pairs : pairs - 1;
        for (int k = from + 2; k <= from + 2 * full; k += 2) {
            at += stride;
            work[at] = map[k];
            work[at + 1] = map[k + 1];
        }
        at += stride;
        if (width % 2 == 0) {
            work[at] = map[from + 1];
            work[at + 1] = 0;
        } else if (width > 1) {
            work[at] = map[from + width - 1];
            work[at + 1] = map[from + 1];
        }
    }
}
