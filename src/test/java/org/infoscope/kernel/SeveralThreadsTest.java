package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine contract on three threads, and how work is shared out. */
@Tag("eigenvalues")
class SeveralThreadsTest implements KernelsContract {

    private static final CpuKernels KERNELS = new CpuKernels(3);
    private static final CpuKernels ALONE = new CpuKernels(1);

    @Override
    public Kernels kernels() {
        return KERNELS;
    }

    @ParameterizedTest
    @CsvSource({"300, 28", "4096, 8"})
    void mapsHaveTheSameAnswersOnAnyNumberOfThreads(int count, int side) {
        INDArray maps = Nd4j.rand(DataType.FLOAT, count, side, side).subi(0.5);
        for (INDArray given : List.of(maps, maps.permute(0, 2, 1), maps.castTo(DataType.DOUBLE))) {
            RollOffs expected = rollOff(ALONE, given);
            RollOffs found = rollOff(KERNELS, given);
            for (int m = 0; m < count; m++) {
                assertThat(found.radius(m, 0)).isEqualTo(expected.radius(m, 0));
            }
            assertThat(KERNELS.firstCycleBirths(given)).isEqualTo(ALONE.firstCycleBirths(given));
        }
    }

    private static RollOffs rollOff(Kernels kernels, INDArray maps) {
        return kernels.rollOff(maps, new double[] {0.85}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
    }

    @Test
    void subsetsHaveTheSameSpectraInTheirOrder() {
        INDArray samples = Nd4j.rand(DataType.DOUBLE, 90, 7);
        List<int[]> subsets = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            subsets.add(IntStream.range(k % 7, 20 + 3 * k).toArray());
        }
        List<double[]> expected =
                ALONE.diffusionSpectra(samples, Bandwidth.fixed(1), 0, subsets).eigenvalues();
        List<double[]> found = KERNELS.diffusionSpectra(samples, Bandwidth.fixed(1), 0, subsets)
                .eigenvalues();
        for (int k = 0; k < 20; k++) {
            assertThat(found.get(k)).as("subset %d", k).isEqualTo(expected.get(k));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 4", "1, 1, 1, 4", "10, 4, 2, 4", "11, 1, 4, 4", "1000, 250, 4, 4", "1000, 1, 1, 1"})
    void everyItemIsDoneOnceInAsManyRangesAsAreWorthIt(int items, int least, int ranges, int cores) {
        AtomicIntegerArray done = new AtomicIntegerArray(Math.max(1, items));
        AtomicInteger calls = new AtomicInteger();
        try (FreeCores threads = new FreeCores(cores)) {
            threads.share(items, least, (from, to) -> {
                calls.incrementAndGet();
                IntStream.range(from, to).forEach(done::incrementAndGet);
            });
        }
        assertThat(calls.get()).isEqualTo(ranges);
        assertThat(IntStream.range(0, items).map(done::get)).allMatch(times -> times == 1);
    }

    @Test
    void rangesAreWorkedOnAtOneTimeByDaemons() {
        CountDownLatch together = new CountDownLatch(3);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (FreeCores threads = new FreeCores(3)) {
            threads.share(3, 1, (from, to) -> {
                workers.add(Thread.currentThread());
                together.countDown();
                assertThat(await(together)).isTrue();
            });
        }
        assertThat(workers).hasSize(3).contains(Thread.currentThread());
        workers.remove(Thread.currentThread());
        assertThat(workers).allMatch(Thread::isDaemon);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void aFailureComesOutAsItIsAfterAllOthersHaveEnded() {
        List<Integer> ended = Collections.synchronizedList(new ArrayList<>());
        try (FreeCores threads = new FreeCores(4)) {
            for (int failing : new int[] {0, 3}) {
                ended.clear();
                assertThatThrownBy(() -> threads.share(4, 1, (from, to) -> {
                            if (from == failing) {
                                throw new ArithmeticException("range " + from);
                            }
                            ended.add(from);
                        }))
                        .isInstanceOf(ArithmeticException.class)
                        .hasMessage("range " + failing);
                assertThat(ended).hasSize(3);
            }
        }
    }

    @Test
    void anInterruptWaitsForTheWorkAndIsKept() {
        try (FreeCores threads = new FreeCores(2)) {
            int[] done = new int[2];
            threads.share(2, 1, (from, to) -> {
                if (from == 0) {
                    Thread.currentThread().interrupt();
                }
                done[from] = 1;
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(Arrays.stream(done).sum()).isEqualTo(2);
        }
    }

    @Test
    void workMayBeSharedOutWithinWorkThatIs() {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        AtomicIntegerArray done = new AtomicIntegerArray(6 * 9);
        CountDownLatch together = new CountDownLatch(3);
        try (FreeCores threads = new FreeCores(3)) {
            threads.each(6, 6, outer -> {
                together.countDown();
                assertThat(await(together)).isTrue();
                threads.share(9, 1, (from, to) -> {
                    workers.add(Thread.currentThread());
                    IntStream.range(from, to).forEach(inner -> done.incrementAndGet(9 * outer + inner));
                });
            });
        }
        assertThat(workers).as("no more than there are cores").hasSizeLessThanOrEqualTo(3);
        assertThat(IntStream.range(0, 54).map(done::get)).allMatch(times -> times == 1);
    }

    @Test
    void piecesAreDoneSideBySideAndNoMoreAtATimeThanAllowed() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        KERNELS.sideBySide(20, 2, piece -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            two.countDown();
            assertThat(await(two)).isTrue();
            underWay.decrementAndGet();
        });
        assertThat(most).hasValue(2);

        List<Integer> order = new ArrayList<>();
        Set<Thread> callers = new HashSet<>();
        KERNELS.sideBySide(5, 1, piece -> {
            order.add(piece);
            callers.add(Thread.currentThread());
        });
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(callers).containsExactly(Thread.currentThread());
        KERNELS.sideBySide(0, 3, order::add);
        assertThat(order).as("nothing to do").hasSize(5);
    }

    @Test
    void afterAFailureNoFurtherPieceIsBegun() {
        for (Kernels kernels : List.of(ALONE, KERNELS, new NamedKernels("other", ALONE))) {
            AtomicInteger begun = new AtomicInteger();
            assertThatThrownBy(() -> kernels.sideBySide(1_000_000_000, 3, piece -> {
                        begun.incrementAndGet();
                        if (piece == 2) {
                            throw new AssertionError("piece 2");
                        }
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("piece 2");
            assertThat(begun.get()).isBetween(3, 999_999_999);
        }
    }

    @Test
    void aClosedEngineWorksOnItsCallersThread() {
        CpuKernels closed = new CpuKernels(3);
        closed.close();
        Set<Thread> callers = new HashSet<>();
        closed.sideBySide(5, 3, piece -> callers.add(Thread.currentThread()));
        assertThat(callers).containsExactly(Thread.currentThread());
        INDArray maps = Nd4j.rand(DataType.FLOAT, 300, 28, 28);
        assertThat(closed.firstCycleBirths(maps)).isEqualTo(ALONE.firstCycleBirths(maps));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void aCheckedFailureOfAnotherLanguageIsNotLost() {
        assertThatThrownBy(() -> KERNELS.sideBySide(1, 1, piece -> throwUnchecked(new IOException("no disk"))))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("no disk");
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> new CpuKernels(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one thread at least");
    }
}
