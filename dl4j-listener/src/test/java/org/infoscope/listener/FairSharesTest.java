package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.infoscope.listener.FairShares.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairSharesTest {

    @Test
    void whoAsksForLittleGetsAll() {
        // The pass takes 1 %, the cheap metric 0.5 %: the dear one, which asks for 470 %, gets the other 3.5 %.
        FairShares shares =
                new FairShares(new Request(0.01, 1), List.of(new Request(0.005, 1), new Request(47, 0.1)), 0.05);
        assertThat(shares.passEveryNth()).isEqualTo(1);
        assertThat(shares.everyNth(0)).isEqualTo(1);
        assertThat(shares.everyNth(1)).isEqualTo((long) Math.ceil(0.1 * 47 / 0.035));
    }

    @Test
    void whoAsksForTooMuchGetsAsMuchAsAnyOther() {
        FairShares shares = new FairShares(new Request(0, 1), List.of(new Request(0.2, 1), new Request(0.8, 1)), 0.05);
        assertThat(shares.everyNth(0)).isEqualTo(8);
        assertThat(shares.everyNth(1)).isEqualTo(32);
    }

    @Test
    void noMetricIsMeasuredMoreOftenThanThereIsAPass() {
        FairShares shares = new FairShares(new Request(0.5, 1), List.of(new Request(0.001, 1)), 0.05);
        assertThat(shares.passEveryNth()).isGreaterThan(9);
        assertThat(shares.everyNth(0)).isEqualTo(shares.passEveryNth());
    }

    @Test
    void thereIsEnoughForAll() {
        FairShares shares = new FairShares(new Request(0.01, 1), List.of(new Request(0.01, 1)), 0.02);
        assertThat(shares.passEveryNth()).isEqualTo(1);
        assertThat(shares.everyNth(0)).isEqualTo(1);
    }

    @Test
    void whatIsNeverDueOrCostsNothingIsNotWidened() {
        FairShares shares = new FairShares(
                new Request(1, 1), List.of(new Request(1000, 0), new Request(0, 0.001), new Request(0, 0)), 0.05);
        assertThat(shares.everyNth(0)).isEqualTo(1);
        assertThat(shares.everyNth(1)).isEqualTo(1);
        assertThat(shares.everyNth(2)).isEqualTo(1);
    }

    /** Beside the sum, the definition of max-min fairness: who is widened takes no less than anybody else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSumStaysWithinTheBudgetAndNobodyIsWidenedForTheSakeOfADearerOne(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            double budget = Math.pow(10, -3 + 2.5 * random.nextDouble());
            double passRate = Math.pow(10, -2 + 4 * random.nextDouble());
            Request pass = new Request(Math.pow(10, -4 + 4 * random.nextDouble()), passRate);
            List<Request> metrics = new ArrayList<>();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                metrics.add(
                        new Request(Math.pow(10, -4 + 6 * random.nextDouble()), passRate / (1 + random.nextInt(50))));
            }
            FairShares shares = new FairShares(pass, metrics, budget);
            double sum = taken(pass, shares.passEveryNth());
            for (int i = 0; i < metrics.size(); i++) {
                sum += taken(metrics.get(i), shares.everyNth(i));
            }
            assertThat(sum).isLessThanOrEqualTo(budget * (1 + 1e-6));
            for (int i = 0; i < metrics.size(); i++) {
                double granted = asked(metrics.get(i)) / shares.everyNth(i);
                for (int j = 0; j < metrics.size(); j++) {
                    if (shares.everyNth(j) > Math.max(1, shares.passEveryNth() * 2)) {
                        // One multiple less would have been more than the level, so nobody has more than twice of it.
                        double other = asked(metrics.get(j)) / (shares.everyNth(j) - 1);
                        assertThat(granted).isLessThanOrEqualTo(other * (1 + 1e-6));
                    }
                }
            }
        }
    }

    private static double asked(Request request) {
        return request.cost() * request.rate();
    }

    private static double taken(Request request, long everyNth) {
        return asked(request) / everyNth;
    }
}
