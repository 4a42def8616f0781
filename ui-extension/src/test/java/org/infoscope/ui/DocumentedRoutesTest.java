package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/http-api.md} has a row for every route of the module, and none for others. */
class DocumentedRoutesTest {

    private static final Pattern ROW = Pattern.compile("^\\| (`.*`) \\|", Pattern.MULTILINE);
    private static final Pattern ROUTE = Pattern.compile("`(?:(POST) )?(/representation[^`]*)`");

    @Test
    void everyRouteIsInTheTable() throws IOException {
        assertThat(documented()).isEqualTo(registered());
    }

    private static Set<String> registered() {
        return new RepresentationModule()
                .getRoutes().stream()
                        .map(route ->
                                route.getHttpMethod() + " " + route.getRoute().replaceAll(":(\\w+)", "{$1}"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "http-api.md"));
        return ROW.matcher(text)
                .results()
                .flatMap(row -> ROUTE.matcher(row.group(1)).results())
                .map(DocumentedRoutesTest::spelt)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String spelt(MatchResult route) {
        return (route.group(1) == null ? "GET" : route.group(1)) + " " + route.group(2);
    }
}
