package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void isTheBeginningWhenEmpty() {
        assertThat(Cursor.parse("")).isEqualTo(Cursor.BEGINNING);
        assertThat(Cursor.BEGINNING.toString()).isEmpty();
        assertThat(Cursor.BEGINNING.after("anyone")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void holdsOneTimeForAllWorkers() {
        Cursor cursor = Cursor.parse("1750000000000");
        assertThat(cursor.after("a")).isEqualTo(1_750_000_000_000L);
        assertThat(cursor.advance("a", 1_750_000_000_001L).after("b")).isEqualTo(1_750_000_000_000L);
        assertThat(cursor.toString()).isEqualTo("1750000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker-0", "a,b@c", "<b>\"&'", "", "Grüße / 世界", "a b+c%", "line\nbreak\r\n"})
    void survivesEveryWorkerName(String worker) {
        Cursor cursor = Cursor.BEGINNING.advance(worker, 5).advance("other", -7);
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[\\x21-\\x7e]+");
        assertThat(cursor.after(worker)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "worker@", "worker@5,", "@", "worker@5x", "%zz@5", "99999999999999999999"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'after'")
                .hasMessageContaining("next");
    }

    @Test
    void longNamesAreShortAndStillToldApart() {
        String one = "ä".repeat(5000) + "1";
        String other = "ä".repeat(5000) + "2";
        Cursor cursor = Cursor.BEGINNING.advance(one, 5).advance(other, 7).advance("~short", 9);
        assertThat(cursor.toString()).hasSizeLessThan(200);
        Cursor read = Cursor.parse(cursor.toString());
        assertThat(read.after(one)).isEqualTo(5);
        assertThat(read.after(other)).isEqualTo(7);
        assertThat(read.after("~short")).isEqualTo(9);
        assertThat(read.after("ä".repeat(5000))).isEqualTo(Long.MIN_VALUE);
        assertThat(Cursor.at(new TreeMap<>(Map.of(one, 5L, other, 7L, "~short", 9L))))
                .isEqualTo(cursor);
    }
}
