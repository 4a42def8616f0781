package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.resources.Resolver;
import org.nd4j.common.resources.Resources;

class OverviewTemplateTest {
    private static final String OVERVIEW = "templates/TrainingOverview.html.ftl";
    private static final String TAG = "<script type=\"module\" src=\"/assets/infoscope/overview.js\"></script>";

    @ParameterizedTest
    @ValueSource(strings = {OVERVIEW, "templates/TrainingModel.html.ftl", "templates/TrainingSystem.html.ftl"})
    void addsOneScriptTagToTheStockPageAndNothingElse(String page) throws IOException {
        String extended = Files.readString(Resources.asFile(page).toPath());
        String stock = stock(page);
        assertThat(extended).contains(TAG).isNotEqualTo(stock);
        assertThat(extended.replace(TAG, "").replaceAll("\\s", "")).isEqualTo(stock.replaceAll("\\s", ""));
    }

    @Test
    void isFoundByDl4jBeforeItsOwnResolver() {
        assertThat(ServiceLoader.load(Resolver.class))
                .filteredOn(OverviewTemplate.class::isInstance)
                .singleElement()
                .extracting(Resolver::priority)
                .isEqualTo(0);
    }

    @Test
    void leavesEveryOtherResourceToDl4j() {
        OverviewTemplate resolver = new OverviewTemplate();
        assertThat(resolver.exists("templates/Tsne.html")).isFalse();
        assertThat(resolver.exists("/etc/passwd")).isFalse();
        assertThat(resolver.directoryExists("templates")).isFalse();
        assertThat(resolver.hasLocalCache()).isFalse();
        assertThat(resolver.normalizePath("a/../b")).isEqualTo("a/../b");
        assertThatThrownBy(() -> resolver.asFile("templates/Tsne.html")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotAnswerWhenTheTemplateIsMissing() {
        assertThat(new OverviewTemplate(serving(null)).exists(OVERVIEW)).isFalse();
    }

    @Test
    void doesNotAnswerWhenTheTemplateLooksOtherThanExpected() {
        assertThat(new OverviewTemplate(serving("<html>no end")).exists(OVERVIEW))
                .isFalse();
    }

    @Test
    void doesNotAnswerWhenReadingFails() {
        ClassLoader failing = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                throw new IllegalStateException("zip file closed");
            }
        };
        assertThat(new OverviewTemplate(failing).exists(OVERVIEW)).isFalse();
    }

    @Test
    void writesTheFileAnewWhenTheSystemTookItAway() throws IOException {
        OverviewTemplate resolver = new OverviewTemplate();
        File first = resolver.asFile(OVERVIEW);
        Files.delete(first.toPath());
        assertThat(resolver.exists(OVERVIEW)).isTrue();
        assertThat(resolver.asFile(OVERVIEW)).exists().content().contains(TAG);
        try (InputStream in = resolver.asStream(OVERVIEW)) {
            assertThat(in).asString(StandardCharsets.UTF_8).contains(TAG);
        }
    }

    private static String stock(String page) throws IOException {
        ClassLoader loader = OverviewTemplateTest.class.getClassLoader();
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(page))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ClassLoader serving(@Nullable String content) {
        return new ClassLoader(null) {
            @Override
            @SuppressWarnings("NullAway") // The contract of ClassLoader: null where there is none.
            public @Nullable InputStream getResourceAsStream(String name) {
                return content == null ? null : new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
