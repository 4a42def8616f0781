package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.infoscope.history.Overhead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget in simulated trainings, against the exact account of the simulation. */
class OverheadBudgetTest {

    private static final double SHARE = 0.05;
    private static final double WINDOW = 60;

    private static double between(Random random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    /** Every cost, rate and schedule may come, also metrics that cost the budget of some minutes. */
    private static BudgetSimulation random(Random random, double share) {
        double window = share * WINDOW;
        BudgetSimulation run = new BudgetSimulation(share, Schedule.every(1 + random.nextInt(20)));
        run.iterationSeconds = between(random, 0.1, 2);
        run.passSeconds = between(random, 1e-4, 2) * window;
        run.cold = between(random, 1, 20);
        run.epochIterations = random.nextBoolean() ? Integer.MAX_VALUE : 20 + random.nextInt(500);
        for (int i = random.nextInt(6); i >= 0; i--) {
            run.quick("quick" + i, between(random, 1e-5, 4) * window);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Schedule own = random.nextBoolean() ? Schedule.perEpochOrEvery(50) : Schedule.every(30);
            run.gradients("gradients" + i, between(random, 0.01, 8) * window, own);
        }
        return run;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverItCostsNoMinuteExceedsTheBudget(long seed) {
        Random random = new Random(seed);
        double share = between(random, 0.01, 0.5);
        BudgetSimulation run = random(random, share);
        run.train(2 * 3_600, () -> {
            double now = run.seconds();
            assertThat(run.busy(now - WINDOW, now) / WINDOW).isLessThanOrEqualTo(share * (1 + 1e-6));
        });
        double seconds = run.seconds();
        assertThat(run.budget().overhead(0).runShare()).isCloseTo(run.busy(0, seconds) / seconds, within(1e-6));
        run.measured.forEach((metric, turns) -> assertThat(turns).as(metric).isNotEmpty());
    }

    /** The worst minute from a time on, of those that end at an iteration. */
    private static double worstMinute(BudgetSimulation run, double from, double until) {
        double[] worst = {0};
        run.train(until - run.seconds(), () -> {
            if (run.seconds() >= from) {
                worst[0] = Math.max(worst[0], run.busy(run.seconds() - WINDOW, run.seconds()) / WINDOW);
            }
        });
        return worst[0];
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6})
    void howeverLongPiecesAre(double piece) {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(1))
                .quick("quick", 0.02)
                .gradients("one", 6, Schedule.every(100))
                .gradients("other", 6, Schedule.every(100));
        run.piece = piece;
        // The first piece of its kind is longer than any before.
        assertThat(worstMinute(run, 0, 3_600)).isLessThanOrEqualTo(SHARE + piece / WINDOW);
        assertThat(worstMinute(run, 3_600, 2 * 3_600)).isLessThanOrEqualTo(SHARE * (1 + 1e-6));
        assertThat(run.turns("one")).hasSizeGreaterThan(2);
        assertThat(run.turns("other")).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2.9})
    void aLongPieceEveryTimeIsForeseen(double longPiece) {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10))
                .quick("quick", 0.02)
                .gradients("slow", 2, Schedule.every(100));
        run.longPiece = longPiece;
        run.train(3_600, () -> {});
        assertThat(worstMinute(run, 3_660, 3 * 3_600))
                .isLessThanOrEqualTo(SHARE + Math.max(0, longPiece - 0.8 * SHARE * WINDOW) / WINDOW);
        assertThat(run.turns("slow")).hasSizeGreaterThan(2);
        assertThat(run.turns("quick").size()).as("of 10,800").isGreaterThan(2_500);
    }

    @Test
    void aHiccupIsForgotten() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10))
                .quick("quick", 0.02)
                .gradients("slow", 2, Schedule.every(100));
        run.train(1_800, () -> {});
        run.longPiece = 3;
        run.train(200, () -> {});
        run.longPiece = 0;
        int before = run.turns("slow").size();
        run.train(2 * 3_600, () -> {});
        assertThat(run.turns("slow").size() - before).isGreaterThan(30);
    }

    @Test
    void gradientsInTheMiddleOfAFirstLongEpoch() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.perEpoch())
                .quick("quick", 0.01)
                .gradients("slow", 0.5, Schedule.every(300));
        run.epochIterations = 72_000;
        run.train(3_600, () -> {});
        assertThat(run.turns("slow")).hasSizeGreaterThan(100);
    }

    @Test
    void aDearMetricIsWidenedAndACheapOneIsNot() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10))
                .quick("cheap", 0.005)
                .gradients("dear", 47, Schedule.every(100));
        run.train(4 * 3_600, () -> {});
        assertThat(run.series("cheap").everyNth()).isEqualTo(1);
        assertThat(run.series("dear").everyNth()).isGreaterThan(50);
        assertThat(run.turns("dear").size())
                .as("a turn in every 24 minutes or so")
                .isBetween(7, 14);
        double due = 4 * 3_600.0;
        assertThat(run.turns("cheap").size() / due)
                .as("also while the dear one is measured")
                .isGreaterThan(0.98);
        assertThat(run.series("cheap").leftOut() + run.skipped)
                .isEqualTo(Math.round(due) - run.turns("cheap").size() + 1);
    }

    @Test
    void aMetricThatIsDearWithoutGradientsDoesNotHoldUpTheOthers() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10))
                .quick("dear", 47)
                .quick("cheap", 0.01);
        run.train(3 * 3_600, () -> {});
        assertThat(run.turns("dear")).hasSizeBetween(5, 10);
        List<Long> cheap = run.turns("cheap");
        assertThat(cheap.size()).isGreaterThan(9_000);
        for (int i = 1_000; i < cheap.size(); i++) {
            assertThat(cheap.get(i) - cheap.get(i - 1)).as("iterations apart").isLessThan(100);
        }
    }

    @Test
    void theFirstMinuteIsBoundedThoughNothingIsKnown() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(1))
                .quick("cheap", 0.02)
                .gradients("dear", 47, Schedule.perEpochOrEvery(1000));
        run.train(WINDOW, () -> {});
        assertThat(run.busy(0, WINDOW)).isLessThanOrEqualTo(SHARE * WINDOW);
        assertThat(run.turns("cheap")).hasSizeGreaterThan(60);
        run.train(3_600, () -> {});
        assertThat(run.series("dear").nanos() / 1e9).isCloseTo(47, within(0.1));
    }

    /** 67 due points in 20 seconds; the first sample costs 15 times what the others do. */
    private static BudgetSimulation shortRun(double seconds) {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10)).quick("a", seconds / 2);
        run.iterationSeconds = 0.03;
        run.passSeconds = seconds / 2;
        run.cold = 15;
        run.train(20, () -> {});
        return run;
    }

    @Test
    void aShortRunHasACurve() {
        List<Long> at = shortRun(0.06).turns("a");
        assertThat(at).hasSizeBetween(10, 20);
        assertThat(at.subList(1, 5)).as("dense at first").allMatch(one -> one < 150);
    }

    @Test
    void aColdFirstSampleLeavesALittleForAShortRun() {
        BudgetSimulation run = shortRun(0.15);
        assertThat(run.turns("a"))
                .as("the first one took three quarters of the budget")
                .hasSizeBetween(3, 5);
        run.train(WINDOW - 20, () -> {});
        assertThat(run.busy(0, WINDOW)).isLessThanOrEqualTo(SHARE * WINDOW);
    }

    @Test
    void whatIsSlowIsFinishedWhileFitStandsStill() {
        BudgetSimulation run =
                new BudgetSimulation(SHARE, Schedule.every(10)).gradients("dear", 47, Schedule.every(100));
        run.train(120, () -> {});
        assertThat(run.turns("dear")).isEmpty();
        run.stand(60);
        assertThat(run.turns("dear")).hasSize(1);
        double fit = 120 + 5;
        assertThat(run.budget().overhead(0).runShare()).as("nobody is slowed").isLessThan((3 + 3 + 5) / fit);
    }

    @Test
    void aSampleThatWaitsForTheEndOfALongEpochHoldsUpNothing() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.perEpoch())
                .quick("cheap", 0.1)
                .gradients("dear", 10, Schedule.perEpoch());
        run.epochIterations = 6_000;
        run.passSeconds = 4;
        run.train(6 * 3_600, () -> {});
        assertThat(run.turns("cheap")).hasSizeBetween(30, 37);
        assertThat(run.turns("dear").size()).isGreaterThan(30);
    }

    @Test
    void cheapMetricsGoAlongWithADearPass() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10))
                .quick("a", 0.3)
                .quick("b", 0.3)
                .quick("c", 0.3);
        run.passSeconds = 2.3;
        run.train(1_800, () -> {});
        double affordable = SHARE * 1_800 / (2.3 + 0.9);
        assertThat(run.turns("a").size()).isBetween((int) (0.6 * affordable), (int) affordable + 1);
        assertThat(run.turns("b")).isEqualTo(run.turns("a"));
        assertThat(run.turns("c")).isEqualTo(run.turns("a"));
    }

    @Test
    void whatIsSpentEarlyLeavesRoomForTheRestOfTheFirstMinute() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(1)).quick("a", 0.2);
        run.train(WINDOW, () -> {});
        List<Long> at = run.turns("a");
        for (int i = 1; i < at.size(); i++) {
            assertThat(at.get(i) - at.get(i - 1)).as("iterations apart").isLessThan(200);
        }
    }

    @Test
    void intervalsNarrowWhenCostsFall() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10)).quick("a", 0.5);
        run.train(600, () -> {});
        assertThat(run.series("a").everyNth()).isBetween(13L, 17L);
        run.costs.put("a", 0.02);
        run.train(600, () -> {});
        assertThat(run.series("a").everyNth()).isEqualTo(1);
        assertThat(run.budget().overhead(0).everyNth()).isEqualTo(1);
    }

    @Test
    void intervalsDoNotFlicker() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.every(10)).quick("a", 0.2);
        run.train(300, () -> {});
        Random random = new Random(3);
        List<Long> seen = new ArrayList<>();
        run.train(1_800, () -> {
            run.costs.put("a", 0.2 * (0.95 + 0.1 * random.nextDouble()));
            long every = run.series("a").everyNth();
            if (seen.isEmpty() || seen.get(seen.size() - 1) != every) {
                seen.add(every);
            }
        });
        assertThat(seen).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theEndOfEveryEpochIsMeasuredIfThatIsCheap() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.perEpoch())
                .quick("a", 0.1)
                .gradients("g", 0.2, Schedule.perEpoch());
        run.epochIterations = 100;
        run.train(300, () -> {});
        assertThat(run.turns("a")).hasSizeGreaterThanOrEqualTo(30).contains(99L, 199L, 299L);
        assertThat(run.turns("g")).as("after the first minute").hasSizeGreaterThanOrEqualTo(24);
        assertThat(run.series("a").leftOut()).isZero();
    }

    @Test
    void epochsThatAreTooShortAreLeftOutByTurns() {
        BudgetSimulation run = new BudgetSimulation(SHARE, Schedule.perEpoch()).quick("a", 1);
        run.epochIterations = 100;
        run.train(1_200, () -> {});
        assertThat(run.series("a").everyNth()).isEqualTo(3);
        assertThat(run.turns("a").size()).isBetween(33, 42);
        assertThat(run.turns("a").stream().filter(at -> at > 0).allMatch(at -> at % 100 == 99))
                .isTrue();
    }

    @Test
    void withoutABudgetNothingIsLeftOut() {
        BudgetSimulation run = new BudgetSimulation(Double.POSITIVE_INFINITY, Schedule.every(1))
                .quick("a", 0.05)
                .gradients("g", 0.01, Schedule.every(2));
        run.train(60, () -> {});
        Overhead overhead = run.budget().overhead(2);
        assertThat(overhead.leftOut()).isZero();
        assertThat(overhead.dropped()).isEqualTo(2);
        assertThat(overhead.share()).isCloseTo(0.65, within(0.02));
        assertThat(run.turns("a")).hasSizeGreaterThan(598);
        assertThat(overhead.series()).extracting(Overhead.Series::everyNth).containsOnly(1L);
        assertThat(run.series("a").iterations()).isEqualTo(1);
    }
}
