package org.infoscope.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gathers the first distinct examples that a network trains on, copied out of its minibatches, until there are enough. Used
 * by the training thread only.
 *
 * <p>Gathering also ends when as many examples as there are already bring nothing new (the data has come round) and at the
 * end of the first epoch.
 * Under truncated BPTT a minibatch comes in windows; they are put together again, so that a sequence counts once.
 */
final class TrainingExamples {

    /** At least so many examples in a row must be known before the data counts as come round: our own choice. */
    private static final int ROUND = 64;

    private final int wanted;
    private final Set<String> seen = new HashSet<>();
    private final List<Minibatch> examples = new ArrayList<>();
    private final List<Minibatch> windows = new ArrayList<>();
    private long stale;
    private boolean complete;

    TrainingExamples(int wanted) {
        this.wanted = wanted;
    }

    /**
     * Takes what is new in a minibatch.
     *
     * @param minibatch as it is in training; copied
     * @param continues whether it is the next window of the sequences before
     */
    void add(Minibatch minibatch, boolean continues) {
        if (complete) {
            return;
        }
        if (!continues) {
            takeWindows();
        }
        if (!complete) {
            windows.add(minibatch.detached());
        }
    }

    /** Takes the new examples of the minibatch that has ended. */
    private void takeWindows() {
        if (windows.isEmpty()) {
            return;
        }
        Minibatch whole = Minibatch.joined(windows);
        windows.clear();
        long before = examples.size();
        for (int row = 0; row < whole.size() && examples.size() < wanted; row++) {
            Minibatch example = whole.example(row);
            boolean alike = examples.isEmpty() || example.fits(examples.get(0));
            if (alike && !example.fullyMasked() && seen.add(digest(example))) {
                examples.add(example);
            }
        }
        stale = examples.size() > before ? 0 : stale + whole.size();
        complete = examples.size() >= wanted || (!examples.isEmpty() && stale >= Math.max(examples.size(), ROUND));
    }

    /** No window follows: what was gathered may be looked at. */
    void endOfMinibatch() {
        if (!complete) {
            takeWindows();
        }
    }

    /** Takes what there is. */
    void endOfEpoch() {
        endOfMinibatch();
        complete = !examples.isEmpty();
    }

    /** Examples so far. */
    int count() {
        return examples.size();
    }

    boolean isComplete() {
        return complete;
    }

    /**
     * The examples as a probe.
     *
     * @throws IllegalStateException if there are none
     */
    Probe probe() {
        if (examples.isEmpty()) {
            throw new IllegalStateException("No training example could be copied");
        }
        return Minibatch.stacked(examples).probe("training examples");
    }

    private static String digest(Minibatch example) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (INDArray array : example.features()) {
                update(digest, array);
            }
            for (INDArray mask : example.featureMasks()) {
                update(digest, mask);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    private static void update(MessageDigest digest, @Nullable INDArray array) {
        if (array == null) {
            return;
        }
        double[] values = Detached.copy(array).data().asDouble();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        Arrays.stream(values).forEach(bytes::putDouble);
        digest.update(bytes.array());
        digest.update(Arrays.toString(array.shape()).getBytes(StandardCharsets.UTF_8));
    }
}
