package org.infoscope.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.infoscope.kernel.PausePoint;
import org.infoscope.metric.LayerGradients;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A layer of a replica as a function of the network's first input, at the parameters that the replica now has. */
final class DifferentiatedLayer implements LayerGradients {

    /** Of activations on the way that one pass may keep, our own choice; what layers need beside them is some times as much. */
    private static final long PASS_BYTES = 32L << 20;

    private static final int MOST_ROWS = 256;

    private final Network network;
    private final Tape tape;
    private final boolean channelsLast;
    private final INDArray[] features;
    private final @Nullable INDArray[] masks;
    private final DataType type;
    private int chunk = 1;
    private final @Nullable String unsupported;

    /**
     * Tries the layer on one example.
     *
     * @param network that the tape belongs to
     * @param tape to the layer
     * @param channelsLast whether the network holds the layer's activations as NHWC or NWC
     * @param features of the probe, one array per input
     * @param masks one per input, each may be null
     */
    DifferentiatedLayer(
            Network network, Tape tape, boolean channelsLast, INDArray[] features, @Nullable INDArray[] masks) {
        this.network = network;
        this.tape = tape;
        this.channelsLast = channelsLast;
        this.features = features.clone();
        this.masks = masks.clone();
        this.type = network.params().dataType();
        this.unsupported = tape.unsupported() == null ? trial() : tape.unsupported();
    }

    /** Forward and backward once, with two rows: Deeplearning4j treats a single row as a special case here and there. */
    private @Nullable String trial() {
        int[] examples = {0, 0};
        try (Pass pass = new Pass(examples, gathered(features[0], examples))) {
            String misfit = Capture.misfit(pass.raw, examples.length);
            if (misfit == null) {
                INDArray gradient = pass.gradient(pass.activations());
                misfit = gradient.size(0) == examples.length ? null : "Its gradient has not the form of the input";
            }
            chunk = (int) Math.max(1, Math.min(MOST_ROWS, PASS_BYTES / Math.max(1, pass.tape.bytes())));
            return misfit;
        } catch (CancellationException stop) {
            throw stop;
        } catch (RuntimeException failure) {
            return "It cannot be differentiated here: " + failure;
        }
    }

    @Override
    public @Nullable String unsupported() {
        return unsupported;
    }

    @Override
    public INDArray activations(int[] examples, INDArray inputs) {
        check(examples, inputs);
        List<INDArray> parts = new ArrayList<>();
        for (int from = 0; from < examples.length; from += chunk) {
            int to = Math.min(examples.length, from + chunk);
            PausePoint.here();
            try (Pass pass = new Pass(Arrays.copyOfRange(examples, from, to), rows(inputs, from, to))) {
                parts.add(pass.activations());
            }
        }
        return joined(parts);
    }

    @Override
    public INDArray gradient(int[] examples, INDArray inputs, UnaryOperator<INDArray> cotangent) {
        check(examples, inputs);
        if (examples.length <= chunk) {
            PausePoint.here();
            try (Pass pass = new Pass(examples, inputs)) {
                INDArray f = pass.activations();
                return pass.gradient(fitting(unpaused(cotangent, f), f.shape()));
            }
        }
        INDArray f = activations(examples, inputs);
        long[] shape = f.shape().clone();
        INDArray v = fitting(cotangent.apply(f), shape);
        List<INDArray> parts = new ArrayList<>();
        for (int from = 0; from < examples.length; from += chunk) {
            int to = Math.min(examples.length, from + chunk);
            PausePoint.here();
            try (Pass pass = new Pass(Arrays.copyOfRange(examples, from, to), rows(inputs, from, to))) {
                parts.add(pass.gradient(rows(v, from, to)));
            }
        }
        return joined(parts);
    }

    /** In the middle of a pass: nobody else may run the network then. */
    private static INDArray unpaused(UnaryOperator<INDArray> cotangent, INDArray f) {
        INDArray[] v = new INDArray[1];
        PausePoint.during(null, () -> v[0] = Detached.make(() -> cotangent.apply(f)));
        return v[0];
    }

    private void check(int[] examples, INDArray inputs) {
        if (unsupported != null) {
            throw new IllegalStateException(unsupported);
        }
        long[] expected = features[0].shape().clone();
        expected[0] = examples.length;
        if (examples.length == 0 || !Arrays.equals(expected, inputs.shape())) {
            throw new IllegalArgumentException(examples.length + " variants of examples have the form "
                    + Arrays.toString(expected) + ", not " + Arrays.toString(inputs.shape()));
        }
    }

    private static INDArray fitting(INDArray cotangent, long[] shape) {
        if (!Arrays.equals(cotangent.shape(), shape)) {
            throw new IllegalArgumentException("The cotangent must have the form of the activations, "
                    + Arrays.toString(shape) + ", not " + Arrays.toString(cotangent.shape()));
        }
        return cotangent;
    }

    private static INDArray joined(List<INDArray> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        INDArray whole = Detached.make(() -> Nd4j.concat(0, parts.toArray(new INDArray[0])));
        parts.forEach(Detached::free);
        return whole;
    }

    private static INDArray rows(INDArray array, int from, int to) {
        if (from == 0 && to == array.size(0)) {
            return array;
        }
        INDArrayIndex[] where = new INDArrayIndex[array.rank()];
        Arrays.fill(where, NDArrayIndex.all());
        where[0] = NDArrayIndex.interval(from, to);
        long[] shape = array.shape().clone();
        shape[0] = (long) to - from;
        return array.get(where).reshape(shape);
    }

    /** Of the network's element type, but ids stay ids. */
    private INDArray real(INDArray array) {
        return array.dataType().isFPType() ? array.castTo(type) : array;
    }

    private static INDArray gathered(INDArray array, int[] rows) {
        long[] shape = array.shape().clone();
        shape[0] = rows.length;
        INDArray gathered = Nd4j.createUninitialized(array.dataType(), shape, 'c');
        for (int i = 0; i < rows.length; i++) {
            rows(gathered, i, i + 1).assign(rows(array, rows[i], rows[i] + 1));
        }
        return gathered;
    }

    /** The network's own pass, in the metric's terms. */
    private final class Pass implements AutoCloseable {

        private final Scratch scratch = Scratch.open();
        private final int rows;
        private final Tape.Pass tape;
        private final INDArray raw;

        Pass(int[] examples, INDArray inputs) {
            rows = examples.length;
            INDArray[] given = new INDArray[features.length];
            @Nullable INDArray[] givenMasks = new INDArray[masks.length];
            try {
                for (int i = 0; i < features.length; i++) {
                    INDArray mask = masks[i];
                    given[i] = i == 0 ? inputs.castTo(type) : real(gathered(features[i], examples));
                    givenMasks[i] = mask == null ? null : gathered(mask, examples);
                }
                network.begin(given, givenMasks);
                tape = DifferentiatedLayer.this.tape.pass(given, givenMasks);
                raw = tape.forward();
            } catch (RuntimeException | Error failure) {
                close();
                throw failure;
            }
        }

        /** The caller's own. */
        INDArray activations() {
            return Detached.copy(Capture.channelsFirst(raw, rows, channelsLast));
        }

        /** The caller's own. */
        INDArray gradient(INDArray cotangent) {
            return Detached.copy(tape.backward(Capture.asRaw(cotangent.castTo(raw.dataType()), raw, channelsLast)));
        }

        @Override
        public void close() {
            try {
                DifferentiatedLayer.this.tape.clear();
                network.end();
            } finally {
                scratch.close();
            }
        }
    }
}
