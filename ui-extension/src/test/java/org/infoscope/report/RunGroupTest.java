package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which runs belong together. */
class RunGroupTest {

    private static RunSummary run(String session, String worker, String name) {
        return new RunSummary("runs.db", "run-1", name, session, worker, List.of(), List.of(), List.of(), Map.of());
    }

    @Test
    void runsAreGroupedByNamesWithoutTheirSeeds() {
        List<RunGroup> groups = RunGroup.of(List.of(
                run("a", "w0", "net seed 1"),
                run("b", "w0", "vgg16"),
                run("c", "w0", "net (seed 2)"),
                run("d", "w0", "alone seed 7"),
                run("d", "w1", "alone seed 7"),
                run("e", "w0", "seed 3")));
        assertThat(groups.stream()
                        .map(group -> group.name() + " " + group.first() + " "
                                + group.members().size()))
                .as("one run is called as it is, whatever its workers")
                .containsExactly("net 0 2", "vgg16 1 1", "alone seed 7 3 2", "seed 3 5 1");
        assertThat(groups).extracting(RunGroup::runs).containsExactly(2L, 1L, 1L, 1L);
        assertThat(new GroupCharts(groups).html()).contains("net (2)").doesNotContain("alone seed 7 (");
        assertThat(new GroupCharts(groups.subList(1, 4)).html())
                .as("nothing to average, whatever the workers")
                .isEmpty();
    }

    /** The page and the report must not disagree on what is a group. */
    @Test
    void theDashboardTakesTheSameForASeed() throws IOException {
        try (InputStream in = RunGroup.class.getResourceAsStream("/deeplearning4jUiAssets/infoscope/model/names.js")) {
            String script = new String(Objects.requireNonNull(in, "names.js").readAllBytes(), StandardCharsets.UTF_8);
            Matcher pattern = Pattern.compile("const SEED = /(.*)/gi;").matcher(script);
            assertThat(pattern.find()).isTrue();
            assertThat(RunGroup.SEED.pattern().replace("(\\[", "([")).isEqualTo(pattern.group(1));
        }
    }
}
