package org.infoscope.cuda;

/**
 * The values of given ranks among numbers that lie elsewhere, found digit by digit: eight counts of at most 256 kinds each, and no
 * sort. The numbers are not negative, so that their bits are in their order.
 */
final class OrderStatistics {

    private static final int DIGIT = 8;

    private OrderStatistics() {}

    /** Counts digits where the numbers are. */
    @FunctionalInterface
    interface Digits {
        /**
         * Counts.
         *
         * @param prefix the bits above the digit that a number must have to be counted
         * @param shift of the digit's lowest bit
         * @return how many numbers have which digit, 256
         */
        int[] counts(long prefix, int shift);
    }

    /**
     * The median: the mean of the two in the middle if their number is even.
     *
     * @param count of the numbers, at least 1
     */
    static double median(long count, Digits digits) {
        double low = ranked((count - 1) / 2, digits);
        return count % 2 == 1 ? low : 0.5 * (low + ranked(count / 2, digits));
    }

    /**
     * The number with so many before it in ascending order.
     *
     * @throws CudaException if the counts are of fewer numbers
     */
    static double ranked(long rank, Digits digits) {
        long prefix = 0;
        long before = rank;
        for (int shift = Long.SIZE - DIGIT; shift >= 0; shift -= DIGIT) {
            int[] counts = digits.counts(prefix, shift);
            int digit = 0;
            while (digit < counts.length && before >= counts[digit]) {
                before -= counts[digit];
                digit++;
            }
            if (digit == counts.length) {
                throw new CudaException("CUDA: the device counted fewer numbers than there are");
            }
            prefix = prefix << DIGIT | digit;
        }
        return Double.longBitsToDouble(prefix);
    }
}
