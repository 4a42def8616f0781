package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneBehindTest {

    @Test
    void allAreTakenInTheirOrderAndNeverTwoAtOnce() {
        List<Integer> taken = new ArrayList<>();
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> most = new ArrayList<>();
        OneBehind<Integer> behind = new OneBehind<>(number -> {
            most.add(atOnce.incrementAndGet());
            taken.add(number);
            atOnce.decrementAndGet();
        });
        List<Integer> given = IntStream.range(0, 10_000).boxed().toList();

        given.forEach(behind);
        behind.close();

        assertThat(taken).isEqualTo(given);
        assertThat(most).containsOnly(1);
    }

    @Test
    void whatTheTakerThrowsReachesTheOwnerAndNothingIsTakenAfterIt() {
        List<Integer> taken = new ArrayList<>();
        OneBehind<Integer> behind = new OneBehind<>(number -> {
            if (number == 2) {
                throw new IllegalStateException("two is too many");
            }
            taken.add(number);
        });

        assertThatThrownBy(() -> {
                    List.of(1, 2, 3).forEach(behind);
                    behind.close();
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two is too many");
        assertThat(taken).containsExactly(1);
    }

    @Test
    void anErrorOfTheTakerReachesTheOwnerToo() {
        OneBehind<Integer> behind = new OneBehind<>(number -> {
            throw new StackOverflowError();
        });

        behind.accept(1);

        assertThatThrownBy(behind::close).isInstanceOf(StackOverflowError.class);
    }
}
