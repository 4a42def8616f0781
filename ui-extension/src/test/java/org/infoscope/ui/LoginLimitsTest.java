package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a login lasts and how fast one may guess, by a clock that the test turns. */
class LoginLimitsTest {
    private static final String ADDRESS = "192.0.2.7";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedLogins failures = new FailedLogins(now::get);
    private final LoginSessions sessions = new LoginSessions(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.failed(address);
        }
    }

    @Test
    void threeMistakesAreFreeAndThenTheWaitDoublesToAMinute() {
        fail(ADDRESS, 2);
        assertThat(failures.secondsToWait(ADDRESS)).isZero();
        for (long wait : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            fail(ADDRESS, 1);
            assertThat(failures.secondsToWait(ADDRESS)).isEqualTo(wait);
            pass(Duration.ofSeconds(wait).minusMillis(1));
            assertThat(failures.secondsToWait(ADDRESS)).isEqualTo(1);
            pass(Duration.ofMillis(1));
            assertThat(failures.secondsToWait(ADDRESS)).isZero();
        }
    }

    @Test
    void forgivesAfterAQuarterOfAnHourAndAfterTheRightToken() {
        fail(ADDRESS, 100);
        assertThat(failures.secondsToWait(ADDRESS)).isEqualTo(60);
        pass(Duration.ofMinutes(15));
        fail(ADDRESS, 1);
        assertThat(failures.secondsToWait(ADDRESS)).isZero();
        fail(ADDRESS, 2);
        failures.succeeded(ADDRESS);
        fail(ADDRESS, 2);
        assertThat(failures.secondsToWait(ADDRESS)).isZero();
    }

    @Test
    void keepsOutOneMachineAndNotTheOthers() {
        fail(ADDRESS, 10);
        fail("2001:db8::1", 10);
        assertThat(failures.secondsToWait("192.0.2.8")).isZero();
        assertThat(failures.secondsToWait("2001:db8::ffff:1"))
                .as("the same machine under another of its addresses")
                .isEqualTo(60);
        assertThat(failures.secondsToWait("2001:db8:0:1::1")).isZero();
    }

    @Test
    void rememberingCostsBoundedMemory() {
        for (int i = 0; i < 2 * FailedLogins.MOST_ADDRESSES; i++) {
            fail("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1);
        }
        assertThat(failures.secondsToWait("203.0.113.1"))
                .as("nobody gets past the limit by filling the memory")
                .isEqualTo(60);
        pass(Duration.ofMinutes(15));
        assertThat(failures.secondsToWait("203.0.113.1")).isZero();
    }

    @Test
    void aLoginLastsAWeekAndTheOldestOfTooManyGoes() {
        String first = sessions.start();
        pass(LoginSessions.LIFE.minusNanos(1));
        assertThat(sessions.holds(first)).isTrue();
        assertThat(sessions.holds(first + "x")).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(sessions.holds(first)).isFalse();

        String second = sessions.start();
        for (int i = 1; i < LoginSessions.MOST; i++) {
            sessions.start();
        }
        assertThat(sessions.holds(second)).isTrue();
        sessions.start();
        assertThat(sessions.holds(second)).isFalse();
    }
}
