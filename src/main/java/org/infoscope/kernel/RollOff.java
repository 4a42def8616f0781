package org.infoscope.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Roll-off radii of maps: normalise, centre, transform, sum shells, scan once for all levels. */
final class RollOff {

    /** Energies and variances below this share of the whole are rounding. */
    private static final double NEGLIGIBLE = 1e-12;

    /** Slack of the threshold, so that rounding does not move a level that a shell meets exactly. */
    private static final double SLACK = 1 - 1e-9;

    /** Between these sums of squares nothing has overflowed, and what has underflowed does not count. */
    private static final double SMALLEST = 1e-200;

    private static final double LARGEST = 1e200;

    /** With more of the power in the mean than this, it is taken off before the transform, not after it. */
    private static final double MOSTLY_MEAN = 0.999;

    /** Pixels of so many maps take longer than it takes to wake a thread. */
    private static final int WORTH_A_THREAD = 1 << 16;

    private static final int MAPS_PER_PIECE = 64;

    private final TransformPlans plans;
    private final FreeCores cores;
    private final double[] levels;
    private final Centring centring;
    private final Spectrum spectrum;
    private final Region region;

    RollOff(
            TransformPlans plans,
            FreeCores cores,
            double[] levels,
            Centring centring,
            Spectrum spectrum,
            Region region) {
        if (levels.length == 0) {
            throw new IllegalArgumentException("A roll-off needs one level at least, for example 0.85");
        }
        for (double level : levels) {
            if (!(level > 0 && level <= 1)) {
                throw new IllegalArgumentException("A roll-off level must be in (0, 1], not " + level);
            }
        }
        this.plans = plans;
        this.cores = cores;
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
        TransformPlan plan = plans.of(Math.toIntExact(maps.size(1)), Math.toIntExact(maps.size(2)));
        Found found = new Found(count);
        try (ElementReader pixels = new ElementReader(maps, plan.area())) {
            cores.share(
                    count,
                    Math.max(1, WORTH_A_THREAD / plan.area()),
                    (from, to) -> new Pass(pixels.another(), plan, found).run(from, to));
        }
        return new RollOffs(found.radii, found.dcShares, found.activeShares);
    }

    /** The answers of all threads, one per map. */
    private final class Found {
        private final double[] radii;
        private final double[] dcShares;
        private final double[] activeShares;

        Found(int count) {
            this.radii = new double[Math.multiplyExact(count, levels.length)];
            this.dcShares = new double[count];
            this.activeShares = new double[count];
        }
    }

    /** One thread's work: a range of the maps, one after the other. */
    private final class Pass {
        private final ElementReader pixels;
        private final TransformPlan plan;
        private final int area;
        private final double[] map;
        private final double[] work;
        private final double[] energies;
        private final Found found;

        Pass(ElementReader pixels, TransformPlan plan, Found found) {
            this.pixels = pixels;
            this.plan = plan;
            this.area = plan.area();
            this.map = new double[area];
            this.work = plan.workArray();
            this.energies = new double[plan.shells(Region.SQUARE)];
            this.found = found;
        }

        void run(int from, int to) {
            for (int m = from; m < to; m++) {
                if ((m - from) % MAPS_PER_PIECE == 0) {
                    PausePoint.here();
                }
                found.activeShares[m] = (double) load(m) / area;
                if (spectrum != Spectrum.POWER || !transform(m)) {
                    load(m);
                    transformWithCare(m);
                }
            }
        }

        private int load(int m) {
            return pixels.read((long) m * area, area, map);
        }

        /**
         * The spectrum as it is tells everything: its sum is the energy, its first bin the mean, and NaN and infinities
         * reach the sum. Returns false where squares leave the range of numbers or the mean would drown the rest.
         */
        private boolean transform(int m) {
            plan.energies(map, work, spectrum, energies);
            double constant = energies[0];
            double total = cumulate(energies);
            double dcShare = constant / total;
            if (!(total > SMALLEST && total < LARGEST) || (centring == Centring.REMOVE && dcShare > MOSTLY_MEAN)) {
                return false;
            }
            found.dcShares[m] = dcShare;
            scan(plan, energies, found.radii, m * levels.length);
            return true;
        }

        private void transformWithCare(int m) {
            if (scale(m)) {
                plan.energies(map, work, spectrum, energies);
                cumulate(energies);
                scan(plan, energies, found.radii, m * levels.length);
            } else {
                int first = m * levels.length;
                Arrays.fill(found.radii, first, first + levels.length, Double.NaN);
            }
        }

        /** Scales exactly, by a power of two, to a largest magnitude near 1 and centres; notes the shares. Returns whether a spectrum is left. */
        private boolean scale(int m) {
            double largest = 0;
            for (double x : map) {
                largest = Math.max(largest, Math.abs(x));
            }
            found.dcShares[m] = Double.NaN;
            if (!Double.isFinite(largest)) {
                found.activeShares[m] = Double.NaN;
            }
            if (!Double.isFinite(largest) || largest == 0) {
                return false;
            }
            double factor = Math.scalb(1.0, -Math.getExponent(largest));
            double sum = 0;
            double squares = 0;
            for (int k = 0; k < area; k++) {
                double x = map[k] * factor;
                map[k] = x;
                sum += x;
                squares += x * x;
            }
            found.dcShares[m] = sum / area * sum / squares;
            return centring == Centring.KEEP || centre(map, sum / area) > NEGLIGIBLE * squares;
        }
    }

    /** Subtracts the mean; returns the sum of squares that is left. */
    private static double centre(double[] map, double mean) {
        double squares = 0;
        for (int k = 0; k < map.length; k++) {
            double x = map[k] - mean;
            map[k] = x;
            squares += x * x;
        }
        return squares;
    }

    /**
     * Replaces the energy of each shell by the sum up to it, which serves every level and region, without the mean where it is
     * removed. Returns the sum of all with the mean.
     */
    private double cumulate(double[] energies) {
        double constant = energies[0];
        double removed = centring == Centring.REMOVE ? constant : 0;
        double sum = constant - removed;
        energies[0] = sum;
        for (int k = 1; k < energies.length; k++) {
            sum += energies[k];
            energies[k] = sum;
        }
        return sum + removed;
    }

    /** Writes one radius per level, from an index on. */
    private void scan(TransformPlan plan, double[] cumulated, double[] radii, int first) {
        double total = cumulated[plan.shells(region) - 1];
        double negligible = spectrum == Spectrum.POWER ? NEGLIGIBLE : Math.sqrt(NEGLIGIBLE);
        if (total <= negligible * cumulated[cumulated.length - 1]) {
            Arrays.fill(radii, first, first + levels.length, Double.NaN);
            return;
        }
        for (int p = 0; p < levels.length; p++) {
            double enough = levels[p] * total * SLACK;
            int k = 0;
            while (cumulated[k] < enough) {
                k++;
            }
            radii[first + p] = plan.radius(k);
        }
    }
}
