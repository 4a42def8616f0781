package org.infoscope.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory that layers work in while a replica runs. What they make in it is freed when it is left; without it every
 * intermediate array would wait for the garbage collector, which sees only their small Java halves and lets hundreds of megabytes gather.
 *
 * <p>Arrays that are to outlive it must be {@link Detached}. Each thread has its own, and one that is opened inside another is another
 * one; whatever workspace is open otherwise is not touched.
 */
final class Scratch implements AutoCloseable {

    /** A recurrent layer opens these itself, once per step. */
    private static final List<ArrayType> LOOPS =
            List.of(ArrayType.RNN_FF_LOOP_WORKING_MEM, ArrayType.RNN_BP_LOOP_WORKING_MEM);

    /** One for each, since a layer may ask for one kind while it borrows another. The last is where unasked arrays go. */
    private static final List<ArrayType> KINDS = List.of(
            ArrayType.INPUT,
            ArrayType.ACTIVATIONS,
            ArrayType.ACTIVATION_GRAD,
            ArrayType.FF_CACHE,
            ArrayType.BP_WORKING_MEM,
            ArrayType.FF_WORKING_MEM);

    private static final List<ArrayType> ALL =
            Stream.concat(KINDS.stream(), LOOPS.stream()).toList();

    private static final WorkspaceConfiguration GROWING = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .build();

    private final Deque<MemoryWorkspace> open = new ArrayDeque<>();

    private Scratch(int depth) {
        try {
            KINDS.forEach(kind -> open.push(workspaces().getAndActivateWorkspace(GROWING, name(kind, depth))));
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /** Arrays are made in here until the answer is closed. */
    static Scratch open() {
        return new Scratch(depth());
    }

    /** Tells layers to work in the scratch that was opened last. */
    static LayerWorkspaceMgr manager() {
        int innermost = depth() - 1;
        LayerWorkspaceMgr.Builder builder = LayerWorkspaceMgr.builder();
        ALL.forEach(kind -> builder.with(kind, name(kind, innermost), GROWING));
        return builder.defaultNoWorkspace().build();
    }

    /**
     * Gives the memory of the calling thread back; the next who opens takes new one. The workspaces stay: ND4J never forgets one
     * that is taken from its manager, which some thousands of samples would show.
     */
    static void free() {
        for (int depth = 0; workspaces().checkIfWorkspaceExists(name(KINDS.get(0), depth)); depth++) {
            for (ArrayType kind : ALL) {
                String name = name(kind, depth);
                if (workspaces().checkIfWorkspaceExists(name) && !workspaces().checkIfWorkspaceExistsAndActive(name)) {
                    workspaces().getWorkspaceForCurrentThread(GROWING, name).destroyWorkspace(true);
                }
            }
        }
    }

    /** How many are open: one replica may run while the way back through another one waits for its answer. */
    private static int depth() {
        int depth = 0;
        while (workspaces().checkIfWorkspaceExistsAndActive(name(KINDS.get(0), depth))) {
            depth++;
        }
        return depth;
    }

    private static String name(ArrayType kind, int depth) {
        return "INFOSCOPE_" + kind + '_' + depth;
    }

    private static MemoryWorkspaceManager workspaces() {
        return Nd4j.getWorkspaceManager();
    }

    /** Closes all, whatever one of them throws: closing may allocate, and what stays open would catch the thread's other arrays. */
    @Override
    public void close() {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        } finally {
            if (!open.isEmpty()) {
                close();
            }
        }
    }
}
