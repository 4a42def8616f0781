package org.infoscope.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Cuts work into chunks and gives them to lanes in turn, so that one is filled while another one is busy. */
final class Pipeline {

    private Pipeline() {}

    /** What is done with a chunk. */
    interface Work<L> {

        /**
         * Starts a chunk.
         *
         * @param lane is free
         * @return reads the answers once the lane has finished
         */
        Runnable start(L lane, int from, int to);
    }

    private record Running<L>(L lane, Runnable answers) {}

    /**
     * Does all the work, and reads the answers of the chunks in their order.
     *
     * @param await waits for a lane
     * @param most pieces that a chunk may have, at least 1
     */
    static <L> void run(List<L> lanes, Consumer<L> await, int count, int most, Work<L> work) {
        Deque<L> free = new ArrayDeque<>(lanes);
        Deque<Running<L>> running = new ArrayDeque<>();
        for (int from = 0; from < count; ) {
            if (free.isEmpty()) {
                free.add(finish(running.remove(), await));
            }
            int to = (int) Math.min(count, (long) from + most);
            L lane = free.remove();
            running.add(new Running<>(lane, work.start(lane, from, to)));
            from = to;
        }
        while (!running.isEmpty()) {
            finish(running.remove(), await);
        }
    }

    private static <L> L finish(Running<L> chunk, Consumer<L> await) {
        await.accept(chunk.lane);
        chunk.answers.run();
        return chunk.lane;
    }
}
