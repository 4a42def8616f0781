package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void eachIsOneLineOfBoundedLength() {
        Problems problems = new Problems();
        problems.add("a record\n\tis damaged\u001b[31m: " + "x".repeat(100_000));
        assertThat(problems.list()).hasSize(1);
        assertThat(problems.list().get(0))
                .startsWith("a record is damaged [31m: xxx")
                .hasSizeLessThan(500)
                .endsWith("…");
    }

    @Test
    void thoseThatDifferOnlyBehindTheBoundAreCountedTogether() {
        Problems problems = new Problems();
        problems.add("y".repeat(1000) + 1);
        problems.add("y".repeat(1000) + 2);
        assertThat(problems.list()).singleElement().asString().endsWith("(2 times)");
    }
}
