package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    void needsAThread() {
        assertThatThrownBy(() -> new CpuKernels(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one thread at least");
    }
}
