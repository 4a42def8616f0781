package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The colours of curves, in the report and on the page, as they are seen with and without each kind of cone. */
class PaletteTest {
    private static final int HUES = 8;
    private static final int RAMP = 41;
    /** Grounds of the cards: report.css and charts/figure.js. */
    private static final Map<String, Function<Ink, String>> THEMES =
            Map.of("#ffffff", Ink::light, "#171c23", Ink::dark);
    /** Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB. */
    private static final Map<String, double[][]> VISION = Map.of(
            "trichromat", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanope",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deuteranope",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritanope",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });

    private static double[] linear(String hex) {
        return IntStream.of(1, 3, 5)
                .mapToDouble(at -> Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0)
                .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[3];
        for (int i = 0; i < 3; i++) {
            product[i] = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
        }
        return product;
    }

    private static double luminance(double[] rgb) {
        return 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    }

    /** CIE 1976 L*a*b* of linear sRGB, white D65. */
    private static double[] lab(double[] rgb) {
        double x = root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
        double y = root(luminance(rgb));
        double z = root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double[] seen(double[][] vision, String hex) {
        double[] rgb = times(vision, linear(hex));
        return lab(IntStream.range(0, 3)
                .mapToDouble(i -> Math.min(Math.max(rgb[i], 0), 1))
                .toArray());
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    @Test
    void anyTwoOfTheEightStayApartForEveryKindOfColourVision() {
        THEMES.values()
                .forEach(theme -> VISION.forEach((who, matrix) -> {
                    for (int i = 0; i < HUES; i++) {
                        for (int j = 0; j < i; j++) {
                            String one = theme.apply(Ink.of(i, HUES));
                            String other = theme.apply(Ink.of(j, HUES));
                            assertThat(distance(seen(matrix, one), seen(matrix, other)))
                                    .as("%s and %s to a %s", one, other, who)
                                    .isGreaterThanOrEqualTo(15);
                        }
                    }
                }));
    }

    @Test
    void allStandOutFromTheGround() {
        THEMES.forEach((ground, theme) -> {
            double behind = luminance(linear(ground)) + 0.05;
            for (int i = 0; i < HUES + RAMP; i++) {
                String color = theme.apply(i < HUES ? Ink.of(i, HUES) : Ink.of(i - HUES, RAMP));
                double before = luminance(linear(color)) + 0.05;
                assertThat(Math.max(before, behind) / Math.min(before, behind))
                        .as("contrast of %s on %s", color, ground)
                        .isGreaterThanOrEqualTo(3);
            }
        });
    }

    @Test
    void theRampRisesInLightnessForEveryKindOfColourVision() {
        THEMES.values()
                .forEach(theme -> VISION.forEach((who, matrix) -> {
                    double[] lightness = IntStream.range(0, RAMP)
                            .mapToDouble(i -> seen(matrix, theme.apply(Ink.of(i, RAMP)))[0])
                            .toArray();
                    for (int i = 1; i < RAMP; i++) {
                        assertThat(lightness[i]).as("step %d to a %s", i, who).isGreaterThan(lightness[i - 1]);
                    }
                }));
    }

    @Test
    void thePageAndTheReportDrawWithTheSame() throws IOException {
        String script = script();
        assertThat(found(script, "const LIGHT = .*", "#[0-9a-f]{6}"))
                .isEqualTo(IntStream.range(0, HUES)
                        .mapToObj(i -> Ink.of(i, HUES).light())
                        .toList());
        assertThat(found(script, "const DARK = .*", "#[0-9a-f]{6}"))
                .isEqualTo(IntStream.range(0, HUES)
                        .mapToObj(i -> Ink.of(i, HUES).dark())
                        .toList());
        List<String> even = found(script, "const EVEN = [^;]*", "\\d+, \\d+, \\d+").stream()
                .map(stop -> "#%02x%02x%02x"
                        .formatted(Pattern.compile(", ")
                                .splitAsStream(stop)
                                .map(Integer::valueOf)
                                .toArray()))
                .toList();
        for (int stop = 0; stop < 5; stop++) {
            Ink ink = Ink.of(stop * (RAMP - 1) / 4, RAMP);
            assertThat(ink).isEqualTo(new Ink(even.get(stop), even.get(stop + 3)));
        }
        assertThat(script).contains("RAMP_LIGHT = EVEN.slice(0, 5);", "RAMP_DARK = EVEN.slice(3);");
    }

    private static String script() throws IOException {
        try (InputStream in =
                PaletteTest.class.getResourceAsStream("/deeplearning4jUiAssets/infoscope/charts/figure.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> found(String script, String declaration, String part) {
        String line = Pattern.compile(declaration)
                .matcher(script)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        return Pattern.compile(part)
                .matcher(line)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
