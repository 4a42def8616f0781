package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What listening has cost, by a clock that stands still unless the test says otherwise. */
class CostLedgerTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 123;
    private final FitTime fit = new FitTime();
    private final CostLedger ledger = new CostLedger(() -> now, fit);
    private final CostLedger.Meter meter = ledger.meter();

    private void pass(double seconds) {
        now += Math.round(seconds * SECOND);
    }

    private void begin() {
        fit.callback(now);
        fit.epoch(true);
    }

    private void work(double seconds) {
        meter.begin();
        pass(seconds);
        meter.end();
    }

    @Test
    void theShareIsOfTheTimeThatFitHasTaken() {
        begin();
        assertThat(ledger.spending().share()).isZero();
        pass(7);
        work(3);
        assertThat(ledger.spending().share()).isEqualTo(0.3);
        pass(20);
        assertThat(ledger.spending().share()).isEqualTo(0.1);
        assertThat(ledger.spending().runShare()).isEqualTo(0.1);
    }

    @Test
    void whatIsEstimatedCountsAsSpreadOverTheTimeSinceTheLastEstimate() {
        begin();
        pass(30);
        meter.estimated(3 * SECOND);
        assertThat(ledger.spending().share()).isEqualTo(0.1);
        assertThat(meter.total()).isEqualTo(3 * SECOND);
        pass(60);
        meter.estimated(6 * SECOND);
        assertThat(ledger.spending().total()).isEqualTo(9 * SECOND);
        assertThat(ledger.spending().share()).as("of the last minute").isCloseTo(0.1, within(1e-3));
    }

    @Test
    void workUnderWayCounts() {
        begin();
        pass(5);
        meter.begin();
        pass(5);
        assertThat(ledger.spending().share()).isEqualTo(0.5);
        assertThat(ledger.spending().total()).isEqualTo(5 * SECOND);
        assertThat(meter.running()).isEqualTo(5 * SECOND);
        meter.end();
        assertThat(ledger.spending().share()).isEqualTo(0.5);
        assertThat(meter.running()).isZero();
    }

    @Test
    void afterAWindowItIsForgottenButNotByTheRun() {
        begin();
        work(6);
        pass(54);
        assertThat(ledger.spending().share()).isEqualTo(0.1);
        pass(3);
        assertThat(ledger.spending().share())
                .as("half of it is still in the window")
                .isCloseTo(0.05, within(0.005));
        pass(4);
        assertThat(ledger.spending().share()).isZero();
        assertThat(ledger.spending().runShare()).isCloseTo(6.0 / 67, within(1e-12));
        pass(10_000);
        assertThat(ledger.spending().window()).isZero();
    }

    @Test
    void workThatTakesLongerThanAWindowFillsItAndNoMore() {
        begin();
        pass(100);
        meter.begin();
        pass(300);
        assertThat(ledger.spending().share()).isEqualTo(1);
        meter.end();
        assertThat(ledger.spending().share()).isCloseTo(1, within(0.005));
        pass(30);
        assertThat(ledger.spending().share()).isCloseTo(0.5, within(0.005));
        assertThat(ledger.spending().total()).isEqualTo(300 * SECOND);
    }

    @Test
    void severalThreadsAddUp() {
        begin();
        CostLedger.Meter other = ledger.meter();
        meter.begin();
        other.begin();
        pass(10);
        meter.end();
        other.end();
        assertThat(ledger.spending().share()).isEqualTo(2);
        assertThat(meter.total()).isEqualTo(10 * SECOND);
    }

    @Test
    void aPauseBetweenFitsDoesNotDiluteTheShare() {
        begin();
        pass(9);
        work(1);
        fit.callback(now);
        fit.epoch(false);
        pass(3600);
        assertThat(ledger.fitNanos())
                .as("up to five seconds may belong to the next fit")
                .isEqualTo(15 * SECOND);
        begin();
        pass(5);
        assertThat(ledger.fitNanos()).isEqualTo(20 * SECOND);
        assertThat(ledger.spending().share()).isEqualTo(0.05);
    }

    @Test
    void inALoopOverFitWithoutEpochsTheGapsBetweenCallbacksCount() {
        fit.callback(now);
        for (int i = 0; i < 10; i++) {
            pass(2);
            fit.callback(now);
        }
        assertThat(ledger.fitNanos()).isEqualTo(20 * SECOND);
        pass(60);
        fit.callback(now);
        assertThat(ledger.fitNanos()).isEqualTo(25 * SECOND);
    }

    @Test
    void beforeFitBeginsNothingIsDividedByNothing() {
        work(2);
        assertThat(ledger.fitNanos()).isZero();
        assertThat(ledger.spending().share()).isZero();
        begin();
        pass(4);
        assertThat(ledger.spending().share())
                .as("what came before slowed nobody")
                .isZero();
    }

    @Test
    void workInAPauseBetweenFitsSlowsNobody() {
        fit.callback(now);
        pass(5);
        fit.callback(now);
        pass(4);
        meter.begin();
        pass(3600);
        assertThat(ledger.standsStill()).isTrue();
        assertThat(meter.running()).isEqualTo(SECOND);
        meter.end();
        assertThat(ledger.spending().total()).isEqualTo(SECOND);
        assertThat(meter.total()).isEqualTo(SECOND);
        fit.callback(now);
        assertThat(ledger.standsStill()).isFalse();
    }

    /** Against a list of all work. */
    @Test
    void theWindowIsThatOfAnExactAccountUpToASlot() {
        Random random = new Random(7);
        begin();
        long origin = now;
        List<long[]> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            pass(random.nextDouble() * random.nextDouble() * 20);
            long from = now;
            work(random.nextDouble() * random.nextDouble() * (i % 100 == 0 ? 200 : 3));
            all.add(new long[] {from, now});
            long window = ledger.spending().window();
            assertThat(window).isGreaterThanOrEqualTo(overlap(all, Math.max(origin, now - 60 * SECOND)) - 1_000);
            assertThat(window)
                    .isLessThanOrEqualTo(overlap(all, Math.max(origin, now - 60 * SECOND - SECOND / 4)) + 1_000);
        }
    }

    private long overlap(List<long[]> all, long since) {
        return all.stream()
                .mapToLong(one -> Math.max(0, one[1] - Math.max(since, one[0])))
                .sum();
    }
}
