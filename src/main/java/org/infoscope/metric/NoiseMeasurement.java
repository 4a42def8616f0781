package org.infoscope.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.infoscope.metric.GaussianNoise.Purpose;
import org.jspecify.annotations.Nullable;

/** The noise levels of one layer, per image, by each of the modes. Not safe for use by several threads. */
final class NoiseMeasurement {

    /** Steps of the search in mode DEFAULT. */
    static final int DEFAULT_STEPS = 20;

    /** Copies that tell whether the search may start somewhere. */
    static final int START_COPIES = 32;

    /** Copies per step in mode DEFAULT. */
    static final int DEFAULT_BATCH = 16;

    private final InformationDiscarding metric;
    private final NoiseSearch search;
    private final PerturbedLayer layer;
    private final int cells;
    private final Objective objective;
    private final @Nullable ImageNoise[] found;

    /** What mode DEFAULT maximises subject to L = c. */
    @FunctionalInterface
    interface Objective {

        /** The entropy of the noise, mean log sigma_k. */
        Objective NOISE = (layer, sigma, losses) -> losses;

        /**
         * Another one than the noise's entropy.
         *
         * @param layer at the images that are not dead
         * @param sigma levels by image and cell
         * @param losses L and its derivative
         * @return L, and the derivative for which {@link AdamSearch}, which takes off 2 c / K, finds the optimum
         */
        LossGradient[] amended(PerturbedLayer layer, double[][] sigma, LossGradient[] losses);
    }

    NoiseMeasurement(InformationDiscarding metric, PerturbedLayer layer, int cells) {
        this(metric, layer, cells, Objective.NOISE);
    }

    NoiseMeasurement(InformationDiscarding metric, PerturbedLayer layer, int cells, Objective objective) {
        this.metric = metric;
        this.objective = objective;
        this.search = metric.search();
        this.layer = layer;
        this.cells = cells;
        found = new ImageNoise[layer.images()];
    }

    /** {@return one per image; null where the layer is dead} */
    List<@Nullable ImageNoise> measure() {
        switch (metric.mode()) {
            case EXACT -> preview(exactWeights());
            case PREVIEW -> preview(weights());
            case DEFAULT -> optimise(weights());
            case PUBLISHED -> published();
        }
        return Arrays.asList(found);
    }

    private double[][] exactWeights() {
        return layer.weights(
                levels(layer.images(), 0), layer.outputs(), (image, delta) -> {}, (image, copy, v) -> v[copy] = 1);
    }

    private double[][] weights() {
        return weights(layer, levels(layer.images(), search.referenceNoise()));
    }

    private double[][] weights(PerturbedLayer of, double[][] sigma) {
        GaussianNoise[] vectors = noise(of, Purpose.VECTORS);
        return of.weights(
                sigma, search.probes(), independent(of, Purpose.COPIES), (image, copy, v) -> vectors[image].fill(v));
    }

    private static int[] of(int[] all, int[] positions) {
        return Arrays.stream(positions).map(a -> all[a]).toArray();
    }

    /** A first look at L, for some of the images. */
    private double[] startingLoss(int[] images, double[][] sigma, double[] scale) {
        PerturbedLayer some = layer.at(images);
        double[] loss = some.loss(sigma, START_COPIES, independent(some, Purpose.STARTS));
        return IntStream.range(0, loss.length)
                .mapToDouble(i -> loss[i] / scale[images[i]])
                .toArray();
    }

    private void preview(double[][] weights) {
        for (int a = 0; a < found.length; a++) {
            double[] sigma = fill(weights[a]);
            found[a] = sigma == null ? null : new ImageNoise(sigma, 0, Double.NaN);
        }
    }

    private double @Nullable [] fill(double[] weights) {
        return NoiseLevels.fill(weights, search.target() * search.referenceNoise() * search.referenceNoise());
    }

    private void optimise(double[][] weights) {
        double[] scale = scale();
        int[] live = IntStream.range(0, found.length)
                .filter(a -> isScale(scale[a]) && fill(weights[a]) != null)
                .toArray();
        PerturbedLayer alive = layer.at(live);
        double[][] start = new StartingLevels(search)
                .of(
                        Arrays.stream(live).mapToObj(a -> weights[a]).toArray(double[][]::new),
                        (images, sigma) -> startingLoss(of(live, images), sigma, scale),
                        (images, sigma) -> weights(layer.at(of(live, images)), sigma));
        int steps = search.steps() == 0 ? DEFAULT_STEPS : search.steps();
        LossGradient.Source losses = source(alive, live, scale, search.batch() == 0 ? DEFAULT_BATCH : search.batch());
        double[][] sigma = new AdamSearch(search.target(), search.rate(), steps)
                .from(start, levels -> objective.amended(alive, levels, losses.at(levels)));
        double[] loss = alive.loss(sigma, search.samples(), independent(alive, Purpose.SAMPLES));
        for (int a = 0; a < live.length; a++) {
            double relative = loss[a] / scale[live[a]];
            double calibration = Math.log(search.target() / relative) / 2;
            found[live[a]] = Double.isFinite(calibration) ? new ImageNoise(sigma[a], calibration, relative) : null;
        }
    }

    private void published() {
        double[] scale = scale();
        int[] live =
                IntStream.range(0, found.length).filter(a -> isScale(scale[a])).toArray();
        int steps = search.steps() == 0 ? 100 : search.steps();
        PublishedLoop.Point[] points = new PublishedLoop(search, steps)
                .from(
                        live.length,
                        cells,
                        source(layer.at(live), live, scale, search.batch() == 0 ? 64 : search.batch()));
        for (int a = 0; a < live.length; a++) {
            double loss = points[a].loss();
            found[live[a]] = Double.isFinite(loss) ? new ImageNoise(points[a].sigma(), 0, loss) : null;
        }
    }

    /** sigma_f. */
    private double[] scale() {
        return layer.loss(
                levels(layer.images(), search.referenceNoise()), search.samples(), independent(layer, Purpose.SAMPLES));
    }

    private static boolean isScale(double scale) {
        return scale > 0 && Double.isFinite(scale);
    }

    /** L and its gradient over fresh noise at every step. */
    private LossGradient.Source source(PerturbedLayer alive, int[] live, double[] scale, int copies) {
        PerturbedLayer.Noise pairs = pairs(alive);
        return sigma -> {
            LossGradient[] losses = alive.lossGradient(sigma, copies, pairs);
            for (int a = 0; a < losses.length; a++) {
                losses[a] = losses[a].dividedBy(scale[live[a]]);
            }
            return losses;
        };
    }

    private double[][] levels(int images, double level) {
        double[][] levels = new double[images][cells];
        Arrays.stream(levels).forEach(row -> Arrays.fill(row, level));
        return levels;
    }

    private GaussianNoise[] noise(PerturbedLayer of, Purpose purpose) {
        return IntStream.range(0, of.images())
                .mapToObj(a -> GaussianNoise.of(metric.seed(), of.example(a), purpose))
                .toArray(GaussianNoise[]::new);
    }

    private PerturbedLayer.Noise independent(PerturbedLayer of, Purpose purpose) {
        GaussianNoise[] streams = noise(of, purpose);
        return (image, delta) -> streams[image].fill(delta);
    }

    /** delta, -delta, the next delta and so on. */
    private PerturbedLayer.Noise pairs(PerturbedLayer of) {
        GaussianNoise[] streams = noise(of, Purpose.STEPS);
        double[][] last = new double[of.images()][];
        return (image, delta) -> {
            double[] mirrored = last[image];
            if (mirrored == null) {
                streams[image].fill(delta);
                last[image] = delta;
            } else {
                for (int i = 0; i < delta.length; i++) {
                    delta[i] = -mirrored[i];
                }
                last[image] = null;
            }
        };
    }
}
