package org.infoscope.metric;

/**
 * What feature entropy says of one unit over the images of one class.
 *
 * @param unit channel of the layer
 * @param label class id
 * @param n images of the class whose map of this unit is valid (holds no NaN)
 * @param births how many of them have a birth point
 * @param entropy H by the metric's options, in nat; NaN when n is below the metric's minimum
 * @param existing entropy of the births alone, sum p = 1, in nat, whatever the options; 0 (an empty sum) without births,
 *     NaN when n is below the minimum. Read it together with {@link #eps}
 * @param reference expected H of maps without structure, same options, size and n; NaN when n is below the minimum
 */
public record UnitScore(int unit, int label, int n, int births, double entropy, double existing, double reference) {

    /** Below this share of births the entropy says little: so the paper. */
    static final double LOW_RATE = 0.1;

    /**
     * Share of images with a birth.
     *
     * @return births / n; NaN without images
     */
    public double eps() {
        return n == 0 ? Double.NaN : (double) births / n;
    }

    /**
     * The authors' "ineffectiveness" of a unit.
     *
     * @return existing / eps, in nat; NaN without births
     */
    public double ineffectiveness() {
        return births == 0 ? Double.NaN : existing / eps();
    }

    /**
     * Whether there are births enough for the entropy to speak.
     *
     * @return eps at least 0.1
     */
    public boolean valid() {
        return eps() >= LOW_RATE;
    }

    /**
     * Whether there were images enough to measure.
     *
     * @return whether {@link #entropy} is a number
     */
    public boolean measured() {
        return !Double.isNaN(entropy);
    }
}
