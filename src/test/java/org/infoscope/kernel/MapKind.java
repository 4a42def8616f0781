package org.infoscope.kernel;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How random maps are made: with and without ties, missing edges, infinities, or values that buckets cannot part. */
enum MapKind {
    GAUSSIAN,
    RELU,
    BINARY,
    TWO_LEVELS,
    INTEGERS,
    SPARSE_INTEGERS,
    MISSING_EDGES,
    INFINITE_TOP,
    HEAVY_TAILED;

    private double draw(SplittableRandom random) {
        return switch (this) {
            case GAUSSIAN -> gaussian(random);
            case RELU -> Math.max(0, gaussian(random));
            case BINARY -> random.nextInt(5) == 0 ? 1 : 0;
            case TWO_LEVELS -> random.nextInt(6) == 0 ? 2 : random.nextInt(6) == 0 ? 1 : -0.0;
            case INTEGERS -> random.nextInt(20);
            case SPARSE_INTEGERS -> Math.max(0, random.nextInt(60) - 40);
            case MISSING_EDGES -> random.nextInt(3) == 0 ? random.nextInt(9) : Double.NEGATIVE_INFINITY;
            case INFINITE_TOP -> random.nextInt(9) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(40);
            case HEAVY_TAILED -> Math.exp(300 * gaussian(random));
        };
    }

    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Maps [count, height, width], double; the same for the same arguments. */
    INDArray maps(int count, int height, int width) {
        SplittableRandom random = new SplittableRandom(name().hashCode() + 1_000L * height + width);
        double[] pixels = DoubleStream.generate(() -> draw(random))
                .limit((long) count * height * width)
                .toArray();
        return Nd4j.createFromArray(pixels).reshape(count, height, width);
    }
}
