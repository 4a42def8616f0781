package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionSpectra;

/**
 * What diffusion spectral entropy and mutual information have in common: their options, and the entropy of a spectrum.
 *
 * @param bandwidth how sigma is chosen
 * @param time diffusion time t
 * @param alpha anisotropy
 */
record DiffusionOptions(Bandwidth bandwidth, double time, double alpha) {

    /** Added to every probability, so that 0 log 0 needs no exception: published code, not renormalised. */
    private static final double EPSILON = 0x1p-52;

    /** Bits from which on rounding is worth a word. */
    private static final double VISIBLE = 1e-6;

    DiffusionOptions {
        Objects.requireNonNull(bandwidth, "bandwidth");
        if (!(time >= 0) || Double.isInfinite(time)) {
            throw new IllegalArgumentException("The diffusion time must be finite and >= 0, not " + time);
        }
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("The anisotropy alpha must be in [0, 1], not " + alpha);
        }
    }

    /** Row indices 0 ... n - 1. */
    static int[] allRows(Snapshot snapshot) {
        return IntStream.range(0, snapshot.samples().rows()).toArray();
    }

    /** Options by name. */
    Map<String, Object> asMap() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("bandwidth", bandwidth instanceof Bandwidth.Fixed fixed ? fixed.sigma() : bandwidth.toString());
        options.put("time", time);
        options.put("alpha", alpha);
        return options;
    }

    /** The bandwidth, and the other options where they are not the default. */
    String label() {
        StringBuilder label = new StringBuilder("sigma ");
        if (bandwidth instanceof Bandwidth.Fixed fixed) {
            label.append("= ").append(plain(fixed.sigma()));
        } else {
            label.append(
                    switch ((Bandwidth.Rule) bandwidth) {
                        case SQRT_DIMENSION -> "= sqrt d";
                        case MEDIAN -> "by median";
                        case UNIT_NORM -> "= 1 on unit rows";
                    });
        }
        if (time != 1) {
            label.append(", t = ").append(plain(time));
        }
        if (alpha != 0) {
            label.append(", alpha = ").append(plain(alpha));
        }
        return label.toString();
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** - sum p log2 p, p = |lambda|^t / sum + 2^-52. */
    double entropy(double[] eigenvalues) {
        double largest = Arrays.stream(eigenvalues).map(Math::abs).max().orElseThrow();
        double[] powers = Arrays.stream(eigenvalues)
                .map(lambda -> Math.pow(Math.abs(lambda) / largest, time))
                .toArray();
        double total = Arrays.stream(powers).sum();
        double entropy = 0;
        for (double power : powers) {
            double p = power / total + EPSILON;
            entropy -= p * Math.log(p);
        }
        return entropy / Math.log(2);
    }

    /** |lambda|^t with 0 &lt; t &lt; 1 lifts what should be 0 and is rounding, far above what a solver can resolve. */
    private boolean restsOnRounding(double[] eigenvalues) {
        if (time == 0 || time >= 1) {
            return false;
        }
        double rounding = eigenvalues.length
                * EPSILON
                * Arrays.stream(eigenvalues).map(Math::abs).max().orElseThrow();
        double[] resolved = Arrays.stream(eigenvalues)
                .map(lambda -> Math.abs(lambda) > rounding ? lambda : 0)
                .toArray();
        return Math.abs(entropy(eigenvalues) - entropy(resolved)) > VISIBLE;
    }

    /** What a reading depends on. */
    Map<String, Object> settings(Snapshot snapshot, DiffusionSpectra spectra) {
        Map<String, Object> settings = new TreeMap<>(asMap());
        int n = snapshot.samples().rows();
        settings.put("n", n);
        settings.put("d", snapshot.samples().columns());
        settings.put("sigma", spectra.sigma());
        settings.put("log2n", Math.log(n) / Math.log(2));
        settings.put("dtype", snapshot.activations().dataType().name());
        settings.put("engine", snapshot.diffusionEngine());
        return settings;
    }

    /** No bandwidth, values that rest on rounding or overflow, and solves that had to be repeated. */
    List<Flag> flags(DiffusionSpectra spectra) {
        List<Flag> flags = new ArrayList<>();
        if (spectra.eigenvalues().isEmpty()) {
            flags.add(new Flag(
                    Flag.Kind.UNDEFINED,
                    "no bandwidth: the median distance between samples is 0, at least half of all pairs are equal"));
        }
        if (Double.isNaN(spectra.sigma()) && !spectra.eigenvalues().isEmpty()) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "sigma is undefined: one sample has no pair; its entropy is 0 at any bandwidth"));
        }
        if (Double.isInfinite(spectra.meanNorm())) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION, "the samples' norms are beyond the range of a double: scale the activations"));
        }
        if (spectra.eigenvalues().stream().anyMatch(this::restsOnRounding)) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "at a time below 1 eigenvalues that are mere rounding weigh in: without them the entropy differs by"
                            + " more than 1e-6 bit"));
        }
        if (spectra.fallbacks() > 0) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "LAPACK's fast eigenvalue solver failed its check; the values are from the slower dsyev, which"
                            + " passed. OpenBLAS 0.3.31 (infoscope-bom) is faster"));
        }
        return flags;
    }
}
