package org.infoscope.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Passes every callback on and adds up, for each iteration, how long the training thread was away. */
final class TimedListener implements TrainingListener {

    private final TrainingListener listener;
    private final long[] nanos;
    private int iterations;

    /**
     * Around one listener.
     *
     * @param listener what is timed
     * @param most iterations
     */
    TimedListener(TrainingListener listener, int most) {
        this.listener = listener;
        this.nanos = new long[most];
    }

    /**
     * The waits in these iterations. The first is never among them: a listener sets itself up in it.
     *
     * @return nanoseconds, ascending
     */
    long[] sorted(IntPredicate chosen) {
        return IntStream.range(1, iterations)
                .filter(chosen)
                .mapToLong(iteration -> nanos[iteration])
                .sorted()
                .toArray();
    }

    /** How many it has been through so far. */
    int iterations() {
        return iterations;
    }

    /** The wait in the first iteration, with whatever the listener does once; 0 before it. */
    long first() {
        return nanos[0];
    }

    /** All waits together. */
    long total() {
        return Arrays.stream(nanos).sum();
    }

    private void timed(Consumer<TrainingListener> callback) {
        long started = System.nanoTime();
        callback.accept(listener);
        nanos[Math.min(iterations, nanos.length - 1)] += System.nanoTime() - started;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        timed(to -> to.iterationDone(model, iteration, epoch));
        iterations++;
    }

    @Override
    public void onEpochStart(Model model) {
        timed(to -> to.onEpochStart(model));
    }

    @Override
    public void onEpochEnd(Model model) {
        timed(to -> to.onEpochEnd(model));
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        timed(to -> to.onForwardPass(model, activations));
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        timed(to -> to.onForwardPass(model, activations));
    }

    @Override
    public void onGradientCalculation(Model model) {
        timed(to -> to.onGradientCalculation(model));
    }

    @Override
    public void onBackwardPass(Model model) {
        timed(to -> to.onBackwardPass(model));
    }
}
