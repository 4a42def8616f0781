package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What asks for the run's data first waits for no script that it does not need. */
class FirstScriptTest {
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:.* from )?'\\./(\\w+\\.js)';$", Pattern.MULTILINE);
    private static final Pattern PRELOAD =
            Pattern.compile("<link rel=\"modulepreload\" href=\"/representation/files/(\\w+\\.js)\">");

    private static String file(String name) throws IOException {
        try (InputStream in = FirstScriptTest.class.getResourceAsStream("/deeplearning4jUiAssets/infoscope/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void imports(String script, SortedSet<String> found) throws IOException {
        Matcher each = IMPORT.matcher(file(script));
        while (each.find()) {
            if (found.add(each.group(1))) {
                imports(each.group(1), found);
            }
        }
    }

    @Test
    void thePageBeginsToLoadAllThatItsFirstScriptImports() throws IOException {
        SortedSet<String> needed = new TreeSet<>();
        imports("first.js", needed);
        assertThat(needed).contains("wire.js").hasSizeLessThan(12);
        assertThat(PRELOAD.matcher(file("index.html")).results().map(link -> link.group(1)))
                .containsExactlyElementsOf(needed);
    }
}
