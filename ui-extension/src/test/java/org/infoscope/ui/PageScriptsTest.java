package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts of the pages import: entries, views, charts and model, each only of those after it, and nothing that nobody needs. */
class PageScriptsTest {
    private static final Path FOLDER = Path.of("src/main/resources/deeplearning4jUiAssets/infoscope");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:\\{.*\\} from )?'(\\.[^']*\\.js)';$", Pattern.MULTILINE);
    private static final Pattern ANY_IMPORT = Pattern.compile("^import\\b|\\bimport\\(", Pattern.MULTILINE);
    private static final Pattern PRELOAD = Pattern.compile(
            "<link rel=\"modulepreload\"( fetchpriority=\"low\")? href=\"/representation/files/([^\"]+)\">");
    private static final Pattern SCRIPT = Pattern.compile("<script [^>]*src=\"/representation/files/([^\"]+)\"");
    private static final int MOST_LINES = 275;

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NavigableSet<String> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".js"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The scripts that this one imports itself. */
    private static Stream<String> importsOf(String script) {
        Path place = Path.of(script);
        return IMPORT.matcher(text(script))
                .results()
                .map(each -> place.resolveSibling(each.group(1))
                        .normalize()
                        .toString()
                        .replace('\\', '/'));
    }

    private static void reach(String script, NavigableSet<String> found) {
        importsOf(script).filter(found::add).forEach(each -> reach(each, found));
    }

    private static String folderOf(String script) {
        return script.contains("/") ? script.substring(0, script.indexOf('/')) : "";
    }

    @ParameterizedTest
    @CsvSource({"model, model", "charts, charts model", "views, views charts model", "'', views charts model first.js"})
    void theArrowsPointOneWay(String folder, String allowed) throws IOException {
        assertThat(scripts())
                .filteredOn(script -> folderOf(script).equals(folder))
                .isNotEmpty()
                .allSatisfy(script -> {
                    assertThat(ANY_IMPORT.matcher(text(script)).results())
                            .hasSize((int) importsOf(script).count());
                    assertThat(importsOf(script))
                            .allMatch(each -> allowed.contains(folderOf(each).isEmpty() ? each : folderOf(each)));
                });
    }

    @Test
    void chartsAreDrawnThroughOneLayer() throws IOException {
        assertThat(scripts())
                .filteredOn(script -> text(script).contains("window.echarts"))
                .isNotEmpty()
                .allMatch(script -> folderOf(script).equals("charts"));
    }

    @Test
    void everyScriptIsShortAndWanted() throws IOException {
        NavigableSet<String> reached = new TreeSet<>();
        reached.add("overview.js"); // OverviewTemplate
        Stream.of("index.html", "compare.html")
                .flatMap(page -> SCRIPT.matcher(text(page)).results())
                .map(script -> script.group(1))
                .filter(script -> !script.startsWith("echarts/"))
                .forEach(reached::add);
        new TreeSet<>(reached).forEach(entry -> reach(entry, reached));
        assertThat(scripts())
                .isEqualTo(reached)
                .allSatisfy(script -> assertThat(text(script).lines()).hasSizeLessThan(MOST_LINES));
    }

    private static NavigableSet<String> reachedFrom(String entry) {
        NavigableSet<String> found = new TreeSet<>();
        reach(entry, found);
        return found;
    }

    private static List<String> preloaded(boolean low) {
        return PRELOAD.matcher(text("index.html"))
                .results()
                .filter(link -> low == (link.group(1) != null))
                .map(link -> link.group(2))
                .toList();
    }

    /** What asks for the run's data first waits for no script that it does not need, and the page for none that it would find out about late. */
    @Test
    void thePageBeginsToLoadAllThatItsScriptsImport() {
        NavigableSet<String> first = reachedFrom("first.js");
        assertThat(first).contains("model/wire.js").hasSizeLessThan(12);
        assertThat(preloaded(false)).containsExactlyElementsOf(first);
        NavigableSet<String> others = reachedFrom("index.js");
        assertThat(others).containsAll(first).contains("first.js", "charts/charts.js");
        others.removeAll(first);
        others.remove("first.js");
        assertThat(preloaded(true)).containsExactlyElementsOf(others);
    }
}
