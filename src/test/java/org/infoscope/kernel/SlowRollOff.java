package org.infoscope.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Roll-off by the definition: an O(N^4) Fourier sum and a sorted list of all bins. Slow, and independent of the kernels. */
final class SlowRollOff {

    private SlowRollOff() {}

    /** A bin's exact key and what it adds. */
    private record Bin(long key, double energy) {}

    static double of(double[][] map, double level, Centring centring, Spectrum spectrum, Region region) {
        int height = map.length;
        int width = map[0].length;
        long square = (long) height * width * height * width;
        List<Bin> bins = IntStream.range(0, height * width)
                .mapToObj(bin -> bin(map, bin / width, bin % width, centring, spectrum))
                .filter(bin -> region == Region.SQUARE || 4 * bin.key() <= square)
                .sorted(Comparator.comparingLong(Bin::key))
                .toList();
        double total = bins.stream().mapToDouble(Bin::energy).sum();
        double sum = 0;
        for (int k = 0; k < bins.size(); k++) {
            sum += bins.get(k).energy();
            boolean shellEnds =
                    k + 1 == bins.size() || bins.get(k + 1).key() != bins.get(k).key();
            if (shellEnds && sum >= level * total * (1 - 1e-9)) {
                return Math.sqrt((double) bins.get(k).key()) / (height * width);
            }
        }
        return Double.NaN;
    }

    private static Bin bin(double[][] map, int u, int v, Centring centring, Spectrum spectrum) {
        int height = map.length;
        int width = map[0].length;
        long down = (long) Math.min(u, height - u) * width;
        long across = (long) Math.min(v, width - v) * height;
        long key = down * down + across * across;
        if (key == 0 && centring == Centring.REMOVE) {
            return new Bin(0, 0);
        }
        double re = 0;
        double im = 0;
        for (int m = 0; m < height; m++) {
            for (int n = 0; n < width; n++) {
                double angle = -2 * Math.PI * ((double) u * m / height + (double) v * n / width);
                re += map[m][n] * Math.cos(angle);
                im += map[m][n] * Math.sin(angle);
            }
        }
        double power = re * re + im * im;
        return new Bin(key, spectrum == Spectrum.POWER ? power : Math.sqrt(power));
    }
}
