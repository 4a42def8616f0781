package org.infoscope.sample;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outlines of the ten digits in whatever fonts the machine has; none where Java has no font system. */
final class Typefaces {

    private static final Logger LOG = LoggerFactory.getLogger(Typefaces.class);
    private static final Pattern PICTURES = Pattern.compile("(?i)dings|symbol|emoji|barcode|music");
    private static final int MOST_FAMILIES = 12;
    private static final float POINTS = 64;

    private Typefaces() {}

    /** One entry per usable face: its ten outlines, digit by digit. */
    static List<List<Shape>> digits() {
        List<List<Shape>> faces = new ArrayList<>();
        try {
            FontRenderContext context = new FontRenderContext(new AffineTransform(), true, true);
            for (String family : families()) {
                for (int style : new int[] {Font.PLAIN, Font.BOLD, Font.ITALIC}) {
                    Font font = new Font(family, style, 1).deriveFont(POINTS);
                    addOutlines(font, context, faces);
                }
            }
        } catch (RuntimeException | LinkageError | InternalError noFontSystem) {
            // A JDK without fontconfig or freetype throws one of many kinds here. The pen draws every digit then.
            LOG.debug("No fonts on this machine", noFontSystem);
        }
        return List.copyOf(faces);
    }

    private static List<String> families() {
        List<String> families = new ArrayList<>(List.of(Font.SERIF, Font.SANS_SERIF, Font.MONOSPACED));
        Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
                .filter(name ->
                        !families.contains(name) && !PICTURES.matcher(name).find())
                .sorted()
                .limit(MOST_FAMILIES)
                .forEach(families::add);
        return families;
    }

    private static void addOutlines(Font font, FontRenderContext context, List<List<Shape>> faces) {
        List<Shape> outlines = new ArrayList<>();
        for (char digit = '0'; digit <= '9'; digit++) {
            Shape outline = font.createGlyphVector(context, new char[] {digit}).getOutline();
            // Emoji and bitmap fonts claim digits but have no outlines.
            if (!font.canDisplay(digit) || outline.getBounds2D().isEmpty()) {
                return;
            }
            outlines.add(outline);
        }
        faces.add(outlines);
    }
}
