package org.infoscope.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Roll-off radii of maps: normalise, centre, transform, sum shells, scan once for all levels. */
final class RollOff {

    /** Energies and variances below this share of the whole are rounding. */
    private static final double NEGLIGIBLE = 1e-12;

    /** Slack of the threshold, so that rounding does not move a level that a shell meets exactly. */
    private static final double SLACK = 1 - 1e-9;

    /** Elements copied at once. */
    private static final int BLOCK = 1 << 20;

    private final TransformPlans plans;
    private final double[] levels;
    private final Centring centring;
    private final Spectrum spectrum;
    private final Region region;

    RollOff(TransformPlans plans, double[] levels, Centring centring, Spectrum spectrum, Region region) {
        if (levels.length == 0) {
            throw new IllegalArgumentException("A roll-off needs one level at least, for example 0.85");
        }
        for (double level : levels) {
            if (!(level > 0 && level <= 1)) {
                throw new IllegalArgumentException("A roll-off level must be in (0, 1], not " + level);
            }
        }
        this.plans = plans;
        this.levels = levels.clone();
        this.centring = centring;
        this.spectrum = spectrum;
        this.region = region;
    }

    /** As {@link Kernels#rollOff} says. */
    RollOffs of(INDArray maps) {
        if (maps.isEmpty() || maps.rank() != 3) {
            throw new IllegalArgumentException("Maps must be [m, h, w] with h >= 1 and w >= 1, not "
                    + (maps.isEmpty() ? "empty" : Arrays.toString(maps.shape())));
        }
        int count = Math.toIntExact(maps.size(0));
        int area = Math.toIntExact(Math.multiplyExact(maps.size(1), maps.size(2)));
        TransformPlan plan = plans.of((int) maps.size(1), (int) maps.size(2));
        double[] work = plan.workArray();
        double[] energies = new double[plan.shells(Region.SQUARE)];
        double[][] radii = new double[count][levels.length];
        double[] dcShares = new double[count];
        double[] activeShares = new double[count];
        int step = Math.max(1, BLOCK / area);
        for (int first = 0; first < count; first += step) {
            int last = Math.min(count, first + step);
            double[] block = Elements.slices(maps, first, last);
            for (int m = first; m < last; m++) {
                int from = (m - first) * area;
                if (scale(block, from, area, m, dcShares, activeShares)) {
                    plan.energies(block, from, work, spectrum, energies);
                    scan(plan, energies, radii[m]);
                } else {
                    Arrays.fill(radii[m], Double.NaN);
                }
            }
        }
        return new RollOffs(radii, dcShares, activeShares);
    }

    /** Scales exactly, by a power of two, to a largest magnitude near 1 and centres; notes the shares. Returns whether a spectrum is left. */
    private boolean scale(double[] block, int from, int area, int m, double[] dcShares, double[] activeShares) {
        double largest = 0;
        for (int k = from; k < from + area; k++) {
            largest = Math.max(largest, Math.abs(block[k]));
        }
        dcShares[m] = Double.NaN;
        activeShares[m] = Double.isFinite(largest) ? 0 : Double.NaN;
        if (!Double.isFinite(largest) || largest == 0) {
            return false;
        }
        double factor = Math.scalb(1.0, -Math.getExponent(largest));
        double sum = 0;
        double squares = 0;
        int active = 0;
        for (int k = from; k < from + area; k++) {
            double x = block[k] * factor;
            active += block[k] == 0 ? 0 : 1;
            block[k] = x;
            sum += x;
            squares += x * x;
        }
        dcShares[m] = sum / area * sum / squares;
        activeShares[m] = (double) active / area;
        return centring == Centring.KEEP || centre(block, from, area, sum / area) > NEGLIGIBLE * squares;
    }

    /** Subtracts the mean; returns the sum of squares that is left. */
    private static double centre(double[] block, int from, int area, double mean) {
        double squares = 0;
        for (int k = from; k < from + area; k++) {
            double x = block[k] - mean;
            block[k] = x;
            squares += x * x;
        }
        return squares;
    }

    private void scan(TransformPlan plan, double[] energies, double[] radii) {
        if (centring == Centring.REMOVE) {
            energies[0] = 0;
        }
        int shells = plan.shells(region);
        double total = sum(energies, 0, shells);
        double beyond = sum(energies, shells, energies.length);
        double negligible = spectrum == Spectrum.POWER ? NEGLIGIBLE : Math.sqrt(NEGLIGIBLE);
        Arrays.fill(radii, Double.NaN);
        if (total <= negligible * (total + beyond)) {
            return;
        }
        double cumulated = 0;
        int open = levels.length;
        for (int k = 0; k < shells && open > 0; k++) {
            cumulated += energies[k];
            for (int p = 0; p < levels.length; p++) {
                if (Double.isNaN(radii[p]) && cumulated >= levels[p] * total * SLACK) {
                    radii[p] = plan.radius(k);
                    open--;
                }
            }
        }
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += values[k];
        }
        return sum;
    }
}
