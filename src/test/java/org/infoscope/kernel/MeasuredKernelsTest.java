package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine contract by several engines in turn, and which of them stays. */
class MeasuredKernelsTest implements KernelsContract {

    private static final MeasuredKernels KERNELS =
            MeasuredKernels.of(List.of(new NamedKernels("device"), new CpuKernels(1)));

    private final NamedKernels device = new NamedKernels("device");
    private final NamedKernels processor = new NamedKernels("processor");
    private final SlowClock clock = new SlowClock();
    private final MeasuredKernels measured = new MeasuredKernels(List.of(device, processor), clock);

    @Override
    public Kernels kernels() {
        return KERNELS;
    }

    /** Two readings per operation: it took as long as was set. */
    private static final class SlowClock implements java.util.function.LongSupplier {
        private long now;
        private boolean running;
        private long next;

        @Override
        public long getAsLong() {
            now += running ? next : 0;
            running = !running;
            return now;
        }
    }

    private Map<String, Long> cost;

    @BeforeEach
    void deviceIsFaster() {
        cost = Map.of("device", 10L, "processor", 100L);
    }

    /** Does a piece of work and tells whose it was. */
    private String ask(Operation operation, INDArray array) {
        Kernels engine = measured.suited(operation, array);
        clock.next = cost.getOrDefault(engine.engine(), 0L);
        Supplier<Object> work = switch (operation) {
            case ROLL_OFF ->
                () -> engine.rollOff(array, new double[] {0.5}, Centring.KEEP, Spectrum.POWER, Region.SQUARE);
            case FIRST_BIRTHS -> () -> engine.firstCycleBirths(array);
            case DIFFUSION -> () -> engine.diffusionSpectra(array, Bandwidth.fixed(1), 0, List.of(new int[] {0, 1}));
        };
        assertThat(work.get()).isNotNull();
        return engine.engine();
    }

    private List<String> ask(Operation operation, INDArray array, int times) {
        return java.util.stream.IntStream.range(0, times)
                .mapToObj(i -> ask(operation, array))
                .toList();
    }

    @Test
    void eachIsMeasuredTwiceAndTheFasterOneStays() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        for (Operation operation : List.of(Operation.ROLL_OFF, Operation.FIRST_BIRTHS)) {
            assertThat(ask(operation, maps, 7))
                    .containsExactly("device", "device", "processor", "processor", "device", "device", "device");
        }
        cost = Map.of("device", 100L, "processor", 99L);
        assertThat(ask(Operation.DIFFUSION, Nd4j.rand(9, 5), 6))
                .containsExactly("device", "device", "processor", "processor", "processor", "processor");
        assertThat(device.asked()).contains(Operation.DIFFUSION, Operation.FIRST_BIRTHS, Operation.ROLL_OFF);
    }

    @Test
    void sizesAreToldApart() {
        ask(Operation.ROLL_OFF, Nd4j.rand(1000, 8, 8), 4);
        cost = Map.of("device", 100L, "processor", 1L);
        assertThat(ask(Operation.ROLL_OFF, Nd4j.rand(10, 8, 8), 5)).endsWith("processor");
        assertThat(ask(Operation.ROLL_OFF, Nd4j.rand(1001, 8, 8), 1)).containsExactly("device");
    }

    @Test
    void aFirstSlowRunDoesNotCount() {
        INDArray maps = Nd4j.rand(5, 6, 6);
        cost = Map.of("device", 1_000_000L, "processor", 100L);
        ask(Operation.ROLL_OFF, maps, 1);
        cost = Map.of("device", 10L, "processor", 100L);
        assertThat(ask(Operation.ROLL_OFF, maps, 4)).endsWith("device");
    }

    @Test
    void whatAnEngineFailsAtTheLastOneDoes() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        device.failWith(new IllegalStateException("the device is lost"));
        for (Operation operation : Operation.values()) {
            INDArray array = operation == Operation.DIFFUSION ? Nd4j.rand(9, 5) : maps;
            assertThat(ask(operation, array, 4)).as(operation.name()).containsOnly("processor");
        }
        assertThat(device.asked()).containsOnlyOnce(Operation.values());
        device.failWith(null);
        assertThat(ask(Operation.ROLL_OFF, maps, 1)).containsExactly("processor");
        assertThat(ask(Operation.ROLL_OFF, Nd4j.rand(600, 8, 8), 1)).containsExactly("device");
    }

    /** An engine that calls bad what the last one takes has failed. */
    @Test
    void whatOnlyOneEngineRefusesTheLastOneDoes() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        device.failWith(new IllegalArgumentException("too many blocks"));
        assertThat(ask(Operation.ROLL_OFF, maps, 3)).containsOnly("processor");
        assertThat(device.asked()).hasSize(1);
    }

    @Test
    void anEngineWithoutMemoryFailsAfterItHasBeenTheFastest() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        assertThat(ask(Operation.FIRST_BIRTHS, maps, 5)).endsWith("device");
        device.failWith(new OutOfMemoryError("device"));
        assertThat(ask(Operation.FIRST_BIRTHS, maps, 2)).containsExactly("processor", "processor");
    }

    @Test
    void spectraGoOnAtTheLastEngineFromDistancesOfItsOwn() {
        INDArray samples = Nd4j.rand(9, 5);
        List<int[]> rows = List.of(new int[] {0, 1, 2});
        try (DiffusionGeometry geometry = measured.diffusionGeometry(samples)) {
            DiffusionSpectra before = geometry.spectra(Bandwidth.fixed(1), 0, rows);
            device.failWith(new IllegalStateException("the device is lost"));
            DiffusionSpectra after = geometry.spectra(Bandwidth.fixed(1), 0, rows);
            assertThat(after.eigenvalues().get(0))
                    .containsExactly(before.eigenvalues().get(0));
        }
        assertThat(processor.asked()).containsExactly(Operation.DIFFUSION);
    }

    /** Work that nobody can do says nothing about an engine. */
    @Test
    void refusedWorkCountsForNobody() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        device.failWith(new IllegalArgumentException("the input is bad"));
        processor.failWith(new IllegalArgumentException("the input is bad"));
        for (int i = 0; i < 5; i++) {
            assertThatIllegalArgumentException().isThrownBy(() -> ask(Operation.ROLL_OFF, maps));
        }
        device.failWith(null);
        processor.failWith(null);
        assertThat(ask(Operation.ROLL_OFF, maps, 5))
                .containsExactly("device", "device", "processor", "processor", "device");
    }

    @Test
    void theLastEnginesOwnFailureIsTheCallers() {
        INDArray maps = Nd4j.rand(6, 8, 8);
        IllegalStateException failure = new IllegalStateException("nobody can");
        device.failWith(new IllegalStateException("the device is lost"));
        processor.failWith(failure);
        assertThatThrownBy(() -> ask(Operation.ROLL_OFF, maps)).isSameAs(failure);
        processor.failWith(null);
        assertThat(ask(Operation.ROLL_OFF, maps, 3)).containsOnly("processor");
    }

    /** An engine that leaves an operation to another one is not named for it. */
    @Test
    void whoAnEngineLeavesItToIsNamed() {
        NamedKernels behind = new NamedKernels("behind");
        NamedKernels front = new NamedKernels("front", behind);
        INDArray maps = Nd4j.rand(5, 6, 6);
        try (MeasuredKernels both = new MeasuredKernels(List.of(front), clock)) {
            Kernels suited = both.suited(Operation.FIRST_BIRTHS, maps);
            assertThat(suited.engine()).isEqualTo("behind");
            suited.firstCycleBirths(maps);
        }
        assertThat(behind.asked()).containsExactly(Operation.FIRST_BIRTHS);
        assertThat(front.asked()).isEmpty();
    }

    @Test
    void closesItsEngines() {
        measured.close();
        assertThat(device.isClosed()).isTrue();
        assertThat(processor.isClosed()).isTrue();
    }
}
