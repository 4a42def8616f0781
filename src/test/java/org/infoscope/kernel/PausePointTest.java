package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class PausePointTest {

    private final AtomicInteger visits = new AtomicInteger();

    private long count() {
        visits.incrementAndGet();
        return 0;
    }

    @Test
    void onlyWorkThatIsHeldUpRests() {
        PausePoint.here();
        PausePoint.during(this::count, () -> {
            PausePoint.here();
            PausePoint.during(null, PausePoint::here);
            PausePoint.here();
        });
        PausePoint.here();
        assertThat(visits).hasValue(2);
    }

    @Test
    void workThatFailsIsHeldUpNoMore() {
        assertThatThrownBy(() -> PausePoint.during(this::count, () -> {
                    throw new IllegalStateException("test");
                }))
                .hasMessage("test");
        PausePoint.here();
        assertThat(visits).hasValue(0);
    }

    @Test
    void workTimeStandsStillWhileItRests() {
        PausePoint.during(() -> 3_600_000_000_000L, () -> {
            long before = PausePoint.workTime();
            PausePoint.here();
            assertThat(PausePoint.workTime() - before).isLessThan(-1_800_000_000_000L);
        });
        long before = System.nanoTime();
        assertThat(PausePoint.workTime()).isBetween(before, System.nanoTime());
    }

    @Test
    void workTimeStandsStillOnEveryThread() {
        long hour = 3_600_000_000_000L;
        Set<Boolean> stood = ConcurrentHashMap.newKeySet();
        try (CpuKernels kernels = new CpuKernels(3)) {
            PausePoint.during(
                    () -> hour,
                    () -> kernels.sideBySide(30, 3, piece -> {
                        long before = PausePoint.workTime();
                        PausePoint.here();
                        stood.add(PausePoint.workTime() - before < -hour / 2);
                    }));
        }
        assertThat(stood).containsExactly(true);
    }

    /** The work of another thread is held up with the caller's: it does not do alone what is left. */
    @Test
    void sharedWorkRestsOnEveryThread() {
        Set<Thread> held = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        try (CpuKernels kernels = new CpuKernels(2)) {
            LongSupplier pause = () -> {
                if (held.add(Thread.currentThread())) {
                    both.countDown();
                    await(both);
                }
                return 0;
            };
            PausePoint.during(pause, () -> kernels.sideBySide(2, 2, piece -> {}));
        }
        assertThat(held).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void longOperationsComeByBetweenTheirPieces(int threads) {
        Nd4j.getRandom().setSeed(5);
        INDArray maps = Nd4j.rand(200, 6, 6);
        INDArray rows = Nd4j.rand(30, 4);
        List<int[]> subsets = IntStream.range(0, 7)
                .mapToObj(one -> IntStream.range(one, one + 20).toArray())
                .toList();
        try (CpuKernels kernels = new CpuKernels(threads)) {
            PausePoint.during(this::count, () -> kernels.firstCycleBirths(maps));
            assertThat(visits.getAndSet(0)).isEqualTo(200);
            PausePoint.during(
                    this::count,
                    () -> kernels.rollOff(maps, new double[] {0.9}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE));
            assertThat(visits.getAndSet(0)).isBetween(4, 6);
            PausePoint.during(
                    this::count, () -> kernels.diffusionSpectra(rows, Bandwidth.medianHeuristic(), 0.5, subsets));
            assertThat(visits.getAndSet(0)).isEqualTo(7);
        }
    }
}
