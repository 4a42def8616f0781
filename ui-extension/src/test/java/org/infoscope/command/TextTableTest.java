package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static String printed(List<List<String>> rows) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        TextTable.print(rows, out);
        out.flush();
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(printed(List.of(List.of("run", "steps"), List.of("a longer one", "7"))))
                .isEqualTo("run           steps\na longer one  7\n");
    }

    @Test
    void anEndlessNameIsCutBetweenLettersAndPushesNothingOutOfSight() {
        String astral = "\uD83D\uDE00".repeat(5000);
        assertThat(printed(List.of(List.of("run", "steps"), List.of(astral, "7")))
                        .split("\n", -1)[1])
                .isEqualTo("\uD83D\uDE00".repeat(59) + "…  7");
    }

    @Test
    void whatTellsTheTerminalWhatToDoIsReplaced() {
        assertThat(printed(List.of(List.of("a\u001B[31m\n\u202Eb", "c")))).isEqualTo("a\uFFFD[31m\uFFFD\uFFFDb  c\n");
    }
}
