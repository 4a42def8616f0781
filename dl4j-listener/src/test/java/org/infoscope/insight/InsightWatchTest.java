package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;

class InsightWatchTest {

    /** Says of one place what the score's sign says. */
    private record Sign(String id, int confirmations) implements Rule {
        @Override
        public Judge judge() {
            return (step, verdicts) -> {
                if (step.score() > 0) {
                    verdicts.supports(Place.RUN, insight(id, step.iteration(), "n = " + step.iteration()));
                } else if (step.score() < 0) {
                    verdicts.refutes(Place.RUN);
                } else {
                    verdicts.undecided(Place.RUN);
                }
            };
        }
    }

    private static Insight insight(String rule, long iteration, String words) {
        return new Insight(rule, Insight.Severity.NOTE, "t", words, "a", null, null, iteration, iteration);
    }

    private static List<Long> begin(int confirmations, double... scores) {
        InsightWatch watch = new Insights(List.of(new Sign("sign", confirmations))).watch();
        List<Long> begun = new ArrayList<>();
        for (int n = 0; n < scores.length; n++) {
            watch.take(Steps.scored(n, scores[n])).forEach(insight -> begun.add(insight.since() / 10));
        }
        return begun;
    }

    @Test
    void beginsAfterItsConfirmationsInARowAndOnce() {
        assertThat(begin(3, -1, 1, 1, 1, 1, 1, 1)).containsExactly(1L);
        assertThat(begin(3, 1, 1, -1, 1, 1, -1)).isEmpty();
        assertThat(begin(3, 1, 1, 0, 1, 1, 0)).isEmpty();
        assertThat(begin(1, -1, 1)).containsExactly(1L);
    }

    @Test
    void endsAfterAsManyRefutationsInARowOnly() {
        assertThat(begin(2, 1, 1, -1, 1, -1, 0, -1, 1, 1)).containsExactly(0L);
        assertThat(begin(2, 1, 1, -1, -1, 1, 1)).containsExactly(0L, 4L);
    }

    @Test
    void tellsTheLatestWordsAndTheFirstIteration() {
        InsightWatch watch = new Insights(List.of(new Sign("sign", 2))).watch();
        for (int n = 3; n < 9; n++) {
            watch.take(Steps.scored(n, 1));
        }
        assertThat(watch.holding())
                .containsExactly(insight("sign", 80, "n = 80").since(30));
    }

    @Test
    void theClosingStepSaysNothing() {
        SampledStep last = Steps.scored(0, 1);
        SampledStep closing = new SampledStep(
                last.iteration(),
                0,
                0,
                1,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                last.cost(),
                SampledStep.State.ENDED);
        assertThat(new Insights(List.of(new Sign("sign", 1))).watch().take(closing))
                .isEmpty();
    }

    private static Rule rule(String id, Supplier<Rule.Judge> judges) {
        return new Rule() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public int confirmations() {
                return 1;
            }

            @Override
            public Judge judge() {
                return judges.get();
            }
        };
    }

    @Test
    void aRuleThatThrowsIsNotAskedAgainAndHarmsNoOther() {
        int[] asked = {0};
        Rule broken = rule("broken", () -> (step, verdicts) -> {
            asked[0]++;
            throw new IllegalStateException("broken");
        });
        InsightWatch watch = new Insights(List.of(broken, new Sign("sign", 1))).watch();
        assertThat(watch.take(Steps.scored(0, 1))).hasSize(1);
        watch.take(Steps.scored(1, 1));
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void aRuleThatCannotBeginOrLacksAClassIsLeftOutToo() {
        Rule noJudge = rule("no-judge", () -> {
            throw new IllegalStateException("no judge");
        });
        Rule lacksClass = rule("lacks-class", () -> (step, verdicts) -> {
            throw new NoClassDefFoundError("gone");
        });
        InsightWatch watch = new Insights(List.of(noJudge, lacksClass, new Sign("sign", 1))).watch();
        assertThat(watch.take(Steps.scored(0, 1))).hasSize(1);
    }

    @Test
    void placesAreBounded() {
        Rule everywhere = rule(
                "everywhere",
                () -> (step, verdicts) -> verdicts.supports(
                        new Rule.Place("layer " + step.iteration(), "series"),
                        insight("everywhere", step.iteration(), "")));
        Steps.Outcome outcome = Steps.watch(everywhere, InsightWatch.MOST_PLACES + 100, n -> Steps.scored(n, 1));
        assertThat(outcome.begun()).hasSize(InsightWatch.MOST_PLACES);
    }

    @Test
    void warningsComeFirst() {
        InsightWatch watch = Insights.defaults().watch();
        for (int n = 0; n < 40; n++) {
            double score = n < 20 ? 1 : Double.NaN;
            watch.take(Steps.step(n, score, Map.of(), Steps.dse(0.05, 10, 0.6)));
        }
        assertThat(watch.holding())
                .extracting(Insight::rule)
                .containsExactly("diverging-score", "unsuitable-bandwidth");
    }

    @Test
    void rulesAreReplacedAndLeftOutById() {
        Insights all = Insights.defaults();
        assertThat(all.rules()).hasSize(7);
        assertThat(all.with(new SaturatedEntropy(9)).rules()).hasSize(7).contains(new SaturatedEntropy(9));
        assertThat(all.with(new Sign("mine", 1)).rules()).hasSize(8);
        assertThat(all.without("overfitting").rules()).hasSize(6).noneMatch(Overfitting.class::isInstance);
        assertThat(Insights.none().watch().take(Steps.scored(0, Double.NaN))).isEmpty();
        assertThatThrownBy(() -> all.without("fitting"))
                .hasMessageContaining("'fitting'")
                .hasMessageContaining("overfitting");
        assertThatThrownBy(() -> new Insights(List.of(new Sign("a", 1), new Sign("a", 2))))
                .hasMessageContaining("two rules 'a'");
        assertThatThrownBy(() -> all.with(new Sign("a", 0))).hasMessageContaining("confirmation");
    }
}
