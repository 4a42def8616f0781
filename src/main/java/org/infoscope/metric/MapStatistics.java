package org.infoscope.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.infoscope.kernel.RollOffs;

/** Collects roll-offs over the maps of a layer and sums them up. Not safe for use by several threads. */
final class MapStatistics {

    private static final double LARGEST = Math.sqrt(0.5);
    private static final String UNIT = "cycles/pixel";

    private final DoubleStream.Builder radii = DoubleStream.builder();
    private final DoubleStream.Builder ratios = DoubleStream.builder();
    private final DoubleStream.Builder dcShares = DoubleStream.builder();
    private final DoubleStream.Builder activeShares = DoubleStream.builder();
    private long total;
    private long undefined;
    private long withoutRatio;
    private long nonFinite;

    /** Adds maps of one size. */
    void add(RollOffs maps, double whiteNoise) {
        for (int m = 0; m < maps.maps(); m++) {
            double radius = maps.radius(m, 0);
            total++;
            radii.add(radius);
            if (Double.isNaN(radius)) {
                undefined++;
            } else {
                if (whiteNoise > 0) {
                    ratios.add(radius / whiteNoise);
                } else {
                    withoutRatio++;
                }
            }
            if (maps.isFinite(m)) {
                activeShares.add(maps.activeShare(m));
            } else {
                nonFinite++;
            }
            if (!Double.isNaN(maps.dcShare(m))) {
                dcShares.add(maps.dcShare(m));
            }
        }
    }

    /** The distribution and the means beside it; built once. */
    List<MetricValue> values(double stride) {
        MetricValue.Distribution rollOff =
                new EvenBins("rollOff", UNIT, LARGEST).of(radii.build().toArray(), nonFinite);
        return List.of(
                rollOff,
                new MetricValue.Scalar("rollOffPerInputPixel", "cycles/input pixel", rollOff.mean() / stride),
                new MetricValue.Scalar("whiteNoiseRatio", "1", mean(ratios)),
                new MetricValue.Scalar("dcShare", "1", mean(dcShares)),
                new MetricValue.Scalar("activeFraction", "1", mean(activeShares)));
    }

    private static double mean(DoubleStream.Builder values) {
        return values.build().average().orElse(Double.NaN);
    }

    /** Maps without a value, maps too small to say more than which is higher. */
    List<Flag> flags(boolean ordinal) {
        List<Flag> flags = new ArrayList<>();
        if (undefined == total) {
            flags.add(new Flag(
                    Flag.Kind.UNDEFINED,
                    nonFinite == total
                            ? "every map holds a NaN or an infinity"
                            : "no map has a roll-off: all are constant, zero, or hold a NaN or an infinity"));
        } else if (nonFinite > 0) {
            flags.add(new Flag(Flag.Kind.CAUTION, nonFinite + " of " + total + " maps hold a NaN or an infinity"));
        }
        if (withoutRatio > 0) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    withoutRatio + " of " + total + " maps have no whiteNoiseRatio: with these options white noise of"
                            + " their size has roll-off 0 or none"));
        }
        if (ordinal) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION, "ordinal only: maps of at most 4 x 4 have so few radii that values only rank"));
        }
        return flags;
    }
}
