package org.infoscope.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Operation;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Spectral roll-off point (SROP) of feature maps: the radius, in cycles per pixel, below which a share p of a map's
 * spectral energy lies. Low values mean smooth maps, high values fine detail or noise.
 *
 * <p><b>Definition.</b> For a map x [H, W], F[u, v] = sum x exp(-2 pi i (u m / H + v n / W)), without window or padding;
 * rho = hypot(u~ / H, v~ / W), u~ and v~ the signed indices; E(r) = sum of |F|^q over rho &lt;= r, q = 2 for power and 1
 * for magnitude. The roll-off is min{ rho_k : E(rho_k) &gt;= p E_total (1 - 1e-9) }, always the radius of a bin, in
 * [0, 1/sqrt 2]. It does not change under flips, quarter turns, circular shifts, x to a x and, centred, x to x + b.
 *
 * <p><b>Values.</b> {@code rollOff}: the distribution over all (sample, channel) maps, with 32 bins over [0, 1/sqrt 2]
 * and quantiles interpolated linearly. {@code rollOffPerInputPixel}: its mean divided by the layer's stride (cycles per
 * input pixel). {@code whiteNoiseRatio}: mean of the roll-off over that of white noise of the same size; 1 means no
 * spatial order at all. {@code dcShare}: mean share of power at frequency 0 before centring. {@code activeFraction}:
 * share of finite pixels that are not 0.
 *
 * <p><b>White noise</b> is measured, not looked up: Gaussian maps of a fixed seed through the same options,
 * 65,536 pixels of them (at least 16 maps, at most 4,096), so that the ratio is good to about 0.3 % and does not change
 * during a run.
 *
 * <p><b>Edge cases.</b> A map has no roll-off (NaN, counted as undefined) when it is zero, when it is centred and its
 * variance is below 1e-12 of its power, or when the disc holds no energy; a constant map has roll-off 0 if its mean is
 * kept. A map with a NaN or an infinity is undefined and counted apart. Where white noise of the same size has
 * roll-off 0 (one pixel, or a tiny p, the mean kept) there is no {@code whiteNoiseRatio}: NaN and a caution. Layers without maps: not applicable. Maps of at
 * most 4 x 4 carry a caution: so few radii only rank.
 *
 * <p><b>Ours.</b> The paper's full text was not open to us: its abstract gives the idea of a two-dimensional roll-off and
 * of its statistics over a layer, everything else here is our definition. p = 0.85 and power follow audio practice
 * (librosa, Essentia).
 *
 * <p><b>Source.</b> Yu, You et al., "Spectral Roll-off Points Variations: Exploring Useful Information in Feature Maps by
 * Its Variations", arXiv 2102.00369.
 *
 * @param rollOff share p of the energy, in (0, 1]; default 0.85
 * @param centring whether each map's mean is removed; default {@code REMOVE}
 * @param spectrum power or magnitude; default {@code POWER}
 * @param region all frequencies or those up to half a cycle per pixel; default {@code SQUARE}
 */
public record SpectralRollOff(double rollOff, Centring centring, Spectrum spectrum, Region region) implements Metric {

    private static final int ORDINAL_SIZE = 4;
    private static final long WHITE_SEED = 85;

    private static final MetricInfo INFO = new MetricInfo(
                    "spectral-roll-off",
                    "Spectral roll-off point",
                    "SROP",
                    "cycles/pixel",
                    "rollOff",
                    "The spatial frequency below which most of a feature map's energy lies: low for smooth maps, high for fine"
                            + " detail or noise. Its changes over training are what to watch.",
                    MetricInfo.Direction.NEITHER)
            .defined(
                    "Per map, the least radius rho in the two-dimensional Fourier plane with at least the share "
                            + "p of the spectral energy within it; rho = hypot(u / H, v / W).",
                    "0 to 1 / sqrt 2 = 0.707 cycles per pixel. White noise has about 0.53; a map of zeros has "
                            + "none.",
                    "Yu, You et al., Spectral Roll-off Points Variations: Exploring Useful Information in "
                            + "Feature Maps by Its Variations, arXiv 2102.00369; the definition is ours after its abstract");

    /**
     * Checks the options.
     *
     * @param rollOff as above
     * @param centring as above
     * @param spectrum as above
     * @param region as above
     */
    public SpectralRollOff {
        if (!(rollOff > 0 && rollOff <= 1)) {
            throw new IllegalArgumentException("The roll-off share must be in (0, 1], not " + rollOff);
        }
        Objects.requireNonNull(centring, "centring");
        Objects.requireNonNull(spectrum, "spectrum");
        Objects.requireNonNull(region, "region");
    }

    /**
     * 85 % of the power, mean removed, all frequencies.
     *
     * @return the metric
     */
    public static SpectralRollOff withDefaults() {
        return new SpectralRollOff(0.85, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
    }

    /** From options as text. */
    static SpectralRollOff from(OptionReader options) {
        return new SpectralRollOff(
                options.number("rollOff"),
                options.oneOf("centring", Centring.class),
                options.oneOf("spectrum", Spectrum.class),
                options.oneOf("region", Region.class));
    }

    /**
     * Another share.
     *
     * @param other p, in (0, 1]
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public SpectralRollOff withRollOff(double other) {
        return new SpectralRollOff(other, centring, spectrum, region);
    }

    /**
     * With or without the mean.
     *
     * @param other what happens to the mean
     * @return the changed copy
     */
    public SpectralRollOff withCentring(Centring other) {
        return new SpectralRollOff(rollOff, other, spectrum, region);
    }

    /**
     * Power or magnitude.
     *
     * @param other what is summed
     * @return the changed copy
     */
    public SpectralRollOff withSpectrum(Spectrum other) {
        return new SpectralRollOff(rollOff, centring, other, region);
    }

    /**
     * All frequencies or the disc.
     *
     * @param other which count
     * @return the changed copy
     */
    public SpectralRollOff withRegion(Region other) {
        return new SpectralRollOff(rollOff, centring, spectrum, other);
    }

    @Override
    public MetricInfo info() {
        return INFO;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ACTIVATIONS);
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rollOff", rollOff);
        options.put("centring", centring.name());
        options.put("spectrum", spectrum.name());
        options.put("region", region.name());
        return options;
    }

    @Override
    public String label() {
        return "p = " + rollOff
                + (centring == Centring.KEEP ? ", mean kept" : "")
                + (spectrum == Spectrum.MAGNITUDE ? ", magnitude" : "")
                + (region == Region.DISC ? ", disc" : "");
    }

    /**
     * The roll-off of every map.
     *
     * @param snapshot a layer
     * @return cycles per pixel, samples first, then channels: sample i, channel k of c at i c + k. NaN where undefined;
     *     empty when the layer has no maps
     */
    public Optional<double[]> rollOffs(Snapshot snapshot) {
        return snapshot.maps()
                .map(groups -> groups.stream()
                        .flatMapToDouble(maps -> radii(measured(suited(snapshot, maps), maps)))
                        .toArray());
    }

    private static Kernels suited(Snapshot snapshot, INDArray maps) {
        return snapshot.kernels().suited(Operation.ROLL_OFF, maps);
    }

    private RollOffs measured(Kernels kernels, INDArray maps) {
        return kernels.rollOff(maps, new double[] {rollOff}, centring, spectrum, region);
    }

    private static DoubleStream radii(RollOffs maps) {
        return IntStream.range(0, maps.maps()).mapToDouble(m -> maps.radius(m, 0));
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        Optional<List<INDArray>> maps = snapshot.maps();
        if (maps.isEmpty()) {
            return MetricResult.notApplicable("no maps: this layer's activations have no spatial or time axis");
        }
        MapStatistics statistics = new MapStatistics();
        Map<List<Long>, Double> whiteNoise = new HashMap<>();
        Set<String> engines = new TreeSet<>();
        boolean ordinal = false;
        for (INDArray group : maps.get()) {
            long height = group.size(1);
            long width = group.size(2);
            ordinal |= Math.max(height, width) <= ORDINAL_SIZE;
            Kernels engine = suited(snapshot, group);
            double white = whiteNoise.computeIfAbsent(
                    List.of(height, width), size -> ofWhiteNoise(snapshot.kernels(), height, width));
            statistics.add(measured(engine, group), white);
            engines.add(engine.engine());
        }
        return new MetricResult(
                statistics.values(snapshot.stride()),
                settings(snapshot, maps.get(), whiteNoise, engines),
                statistics.flags(ordinal));
    }

    private Map<String, Object> settings(
            Snapshot snapshot, List<INDArray> maps, Map<List<Long>, Double> whiteNoise, Set<String> engines) {
        Map<String, Object> settings = new TreeMap<>(options());
        settings.put("n", snapshot.activations().size(0));
        settings.put("channels", snapshot.activations().size(1));
        settings.put("stride", snapshot.stride());
        settings.put("dtype", snapshot.activations().dataType().name());
        settings.put("engine", String.join(", ", engines));
        if (whiteNoise.size() == 1) {
            settings.put("height", maps.get(0).size(1));
            settings.put("width", maps.get(0).size(2));
            settings.put("whiteNoise", whiteNoise.values().iterator().next());
        }
        return settings;
    }

    /** Mean roll-off of seeded Gaussian maps of one size. */
    private double ofWhiteNoise(Kernels kernels, long height, long width) {
        long area = height * width;
        long count = Math.max(16, Math.min(4096, 65_536 / area));
        SplittableRandom random = new SplittableRandom(WHITE_SEED);
        double[] noise = new double[Math.toIntExact(count * area)];
        Arrays.setAll(noise, i -> random.nextGaussian());
        INDArray maps = Nd4j.createFromArray(noise).reshape('c', count, height, width);
        return radii(measured(kernels.suited(Operation.ROLL_OFF, maps), maps))
                .filter(radius -> !Double.isNaN(radius))
                .average()
                .orElse(Double.NaN);
    }
}
