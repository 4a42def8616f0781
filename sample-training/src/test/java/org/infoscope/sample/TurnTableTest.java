package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTableTest {

    private static final Configuration STATS = new Configuration(Listening.stats, 16);
    private static final Configuration ECONOMY = new Configuration(Listening.economy, 16);
    private static final Configuration STANDARD = new Configuration(Listening.standard, 16);
    private static final Configuration FULL = new Configuration(Listening.full, 16);

    private static ListenerTurn turn(Configuration configuration, double stepMillis, double beyond, double micros) {
        return new ListenerTurn(1, 0, configuration, 1, stepMillis, beyond, micros, 0);
    }

    @Test
    void aTurnCostsWhatItTakesBeyondItsOwnPaceAndItsCallbacks() {
        List<ListenerTurn> turns = List.of(
                turn(Configuration.NONE, 9, 1, 0),
                turn(Configuration.NONE, 11, 3, 0),
                turn(STATS, 10, 9, 62.5),
                turn(STATS, 15, 9, 62.5),
                turn(ECONOMY, 10, 3, 125),
                turn(ECONOMY, 15, 5, 125),
                turn(STANDARD, 10, 8, 0),
                turn(STANDARD, 10, 16, 0),
                turn(FULL, 10, 29, 0),
                turn(FULL, 10, 31, 0));

        // A turn of nobody takes 160 ms.
        assertThat(new TurnTable(turns, List.of(STATS, ECONOMY, STANDARD, FULL)).text())
                .contains("a turn of 16 steps")
                .endsWith("""
                        | none | 2 | 10.00 | 2.00 | 1.00 | 2.00 | - |
                        | stats@16 | 2 | 12.50 | 10.00 | 0.00 | 10.00 | 5.00 |
                        | economy@16 | 2 | 12.50 | 6.00 | 1.00 | 6.00 | 2.50 |
                        | standard@16 | 2 | 10.00 | 12.00 | 4.00 | 12.00 | 6.25 |
                        | full@16 | 2 | 10.00 | 30.00 | 1.00 | 30.00 | 17.50 |

                        - economy@16 over stats@16: 0.9765 (se 0.0059); at most 1: met
                        - standard@16 over stats@16: 1.0118 (se 0.0235); at most 1: not told apart
                        - full@16 over stats@16: 1.1176 (se 0.0059); at most 1: MISSED
                        """);
    }

    @Test
    void bothListenersMakeTheRatioUncertain() {
        List<ListenerTurn> turns = List.of(
                turn(Configuration.NONE, 10, 0, 0),
                turn(STATS, 10, 37, 0),
                turn(STATS, 10, 43, 0),
                turn(FULL, 10, 76, 0),
                turn(FULL, 10, 84, 0));

        // sqrt(4 * 4 + 1.2 * 3 * 1.2 * 3) / 200
        assertThat(new TurnTable(turns, List.of(STATS, FULL)).text()).contains("1.2000 (se 0.0269); at most 1: MISSED");
    }

    @Test
    void oneTurnHasNoStandardError() {
        List<ListenerTurn> turns =
                List.of(turn(Configuration.NONE, 10, 1, 0), turn(STATS, 10, 2, 0), turn(FULL, 10, 3, 0));

        assertThat(new TurnTable(turns, List.of(STATS, FULL)).text())
                .contains("| full@16 | 1 | 10.00 | 3.00 | - | 3.00 | 1.25 |")
                .contains("(se -); at most 1: not told apart");
        assertThat(new TurnTable(turns, List.of(FULL)).text()).doesNotContain(" over stats");
    }
}
