package org.infoscope.listener;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures what the layers of a network represent while it trains, on a fixed probe, and sends the results to a storage.
 *
 * <p>Attach it with {@code network.setListeners(listener)} to one MultiLayerNetwork or ComputationGraph. On the training
 * thread a sampled step costs one copy of the parameter vector; a worker thread runs the probe through a private replica of
 * the network, computes the metrics and puts the report. The trained parameters are bit-for-bit the same as without the
 * listener (asserted on CPU).
 *
 * <ul>
 *   <li>Without a probe the first 256 distinct training examples become the probe ("training examples"), or those of the
 *       first epoch if they are fewer; the first sample is taken as soon as they are there. While they are gathered, each
 *       minibatch is copied too. A MultiLayerNetwork whose hidden layers are all LSTM keeps no feature mask; its label mask
 *       then tells how long each sequence is.
 *   <li>A given probe is also read before the first update: the sample of iteration -1 (of a network that has trained
 *       before, that of the last iteration done), with no score.
 *   <li>If the worker still measures when the next sample is due, that sample waits for it; while one waits, further
 *       samples are skipped and counted, unless {@link RepresentationListenerBuilder#blocking} is set.
 *   <li>An overhead budget ({@link RepresentationListenerBuilder#overheadBudget}, 5 % by default) leaves out samples and dear
 *       metrics, counts and records that. While the cost of the first sample is not known, no other one is taken.
 *   <li>Where a sample is due and none is taken, left out by the budget or skipped, the score is recorded alone, so that the
 *       loss has a curve: at most four times a second and no closer than a thousandth of the run so far.
 *   <li>Metrics of gradients, which may take minutes, come after all others of a sample. What is quick is recorded at once;
 *       the readings of gradients follow in a record of their own, with the same iteration, score and accuracies. The two
 *       count as one sample. Under a budget samples of later iterations may come between.
 *   <li>On first use the session and worker id of a StatsListener on the same network are adopted, so that the panels stand
 *       beside its score chart; without one this listener reports score and speed as a StatsListener would.
 *   <li>Under several workers (ParallelWrapper) the listener is cloned; the clone that is called first samples, the others
 *       do nothing.
 *   <li>{@link #close()}, or the end of the program, gives samples under way at most five seconds: metrics of gradients are
 *       interrupted after the first, others after two and a half. What was measured is recorded, what was not is a reading
 *       with the flag SKIPPED, and then the run has ended. {@link RepresentationListenerBuilder#blocking} lets
 *       {@code close()} wait for every sample instead.
 * </ul>
 *
 * <p>Nothing that goes wrong in here reaches the fit loop: it is logged once per kind and recorded with its reason.
 * Safe for use by several threads. Not serialisable, so it cannot run inside a Spark worker.
 */
public final class RepresentationListener extends BaseTrainingListener
        implements RoutingIterationListener, AutoCloseable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SharedRun shared;
    private transient volatile String ownWorker;

    /**
     * A listener with every default.
     *
     * @param router where the run goes: any StatsStorage, or a router to one
     */
    public RepresentationListener(StatsStorageRouter router) {
        this(new RepresentationListenerBuilder(router).share());
    }

    RepresentationListener(SharedRun shared) {
        this.shared = shared;
        this.ownWorker = SharedRun.defaultWorkerId();
    }

    /**
     * A listener with options.
     *
     * @param router where the run goes: any StatsStorage, or a router to one
     * @return its options
     */
    public static RepresentationListenerBuilder builder(StatsStorageRouter router) {
        return new RepresentationListenerBuilder(router);
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        shared.observe(model, this, observer -> observer.beforeUpdate(model));
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        shared.observe(model, this, observer -> observer.beforeUpdate(model));
    }

    @Override
    public void onBackwardPass(Model model) {
        shared.observe(model, this, observer -> observer.onBackwardPass(model));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        shared.observe(model, this, observer -> observer.iterationDone(model, iteration, epoch));
    }

    @Override
    public void onEpochStart(Model model) {
        shared.observe(model, this, TrainingObserver::onEpochStart);
    }

    @Override
    public void onEpochEnd(Model model) {
        shared.observe(model, this, observer -> observer.onEpochEnd(model));
    }

    /** Has no effect once training has begun. */
    @Override
    public void setStorageRouter(StatsStorageRouter router) {
        shared.router(Objects.requireNonNull(router, "router"));
    }

    @Override
    public StatsStorageRouter getStorageRouter() {
        return shared.router();
    }

    /**
     * Has no effect once training has begun.
     *
     * @throws IllegalArgumentException if the name takes more than 255 bytes in UTF-8
     */
    @Override
    public void setWorkerID(String workerID) {
        this.ownWorker = ShortName.of(workerID, "workerID");
    }

    /** Whether nothing is being measured or stored. */
    boolean isIdle() {
        return shared.isIdle();
    }

    String ownWorker() {
        return ownWorker;
    }

    @Override
    public String getWorkerID() {
        return shared.leadingWorker(ownWorker);
    }

    /**
     * Fixes the session, so that none is adopted. Has no effect once training has begun.
     *
     * @throws IllegalArgumentException if the name takes more than 255 bytes in UTF-8
     */
    @Override
    public void setSessionID(String sessionID) {
        shared.session(ShortName.of(sessionID, "sessionID"));
    }

    /**
     * The session that the run is stored in.
     *
     * @return final once training has begun; a StatsListener's session may be adopted until then
     */
    @Override
    public String getSessionID() {
        return shared.session();
    }

    /**
     * A listener for another worker of the same training: it shares the run, and only one of them samples.
     *
     * @return with this listener's worker id
     */
    @Override
    @SuppressWarnings("MissingSuperCall") // The superclass has no clone of its own; the fields are the whole state.
    public RepresentationListener clone() {
        RepresentationListener twin = new RepresentationListener(shared);
        twin.ownWorker = ownWorker;
        return twin;
    }

    /**
     * Ends the run: waits for samples under way, at most five seconds unless the listener is a blocking one, and writes the
     * last record. What is not measured by then is recorded as skipped. Closing twice does no harm. A closed listener does
     * nothing more.
     */
    @Override
    public void close() {
        shared.close();
    }

    /**
     * Refuses.
     *
     * @param out not written to
     * @throws NotSerializableException always: the worker and the storage belong to this process
     */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException(
                "RepresentationListener measures in the process that trains and cannot be sent to another one");
    }
}
