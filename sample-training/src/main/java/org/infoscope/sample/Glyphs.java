package org.infoscope.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Drawn digits, 28 x 28 grey pixels, ten classes. Every image has a face of its own (the machine's fonts, and a pen of
 * varying width), size, width, slant, rotation, position and brightness, faint lines behind it, and noise. The same seed
 * gives the same images on the same machine; another machine has other fonts.
 */
final class Glyphs {

    static final int SIDE = 28;

    private static final double PEN_SHARE = 0.4;
    private static final double NOISE = 0.12;
    private static final double MOST_ROTATION = Math.toRadians(25);

    private final List<List<Shape>> faces = Typefaces.digits();
    private final long seed;

    private Glyphs(long seed) {
        this.seed = seed;
    }

    /** Draws both sets; no image of one is in the other. */
    static TrainingData draw(int training, int validation, long seed) {
        // Without this, a desktop JDK on a machine without a display refuses to draw.
        System.setProperty("java.awt.headless", "true");
        Glyphs glyphs = new Glyphs(seed);
        return new TrainingData(
                "drawn digits", glyphs.images(0, training), glyphs.images(training, training + validation));
    }

    private ImageData images(int from, int to) {
        float[] pixels = new float[(to - from) * SIDE * SIDE];
        int[] classIds = new int[to - from];
        for (int i = from; i < to; i++) {
            // A stream of its own for each image: a longer set begins with the shorter one.
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            classIds[i - from] = random.nextInt(ImageData.CLASSES);
            paint(classIds[i - from], random, pixels, (i - from) * SIDE * SIDE);
        }
        return new ImageData(1, SIDE, SIDE, pixels, classIds);
    }

    private void paint(int digit, SplittableRandom random, float[] pixels, int offset) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(grey(random.nextDouble(0.1, 0.45)));
        for (int lines = random.nextInt(3); lines > 0; lines--) {
            graphics.draw(new Line2D.Double(
                    random.nextDouble(SIDE),
                    random.nextDouble(SIDE),
                    random.nextDouble(SIDE),
                    random.nextDouble(SIDE)));
        }
        graphics.setColor(grey(random.nextDouble(0.55, 1)));
        graphics.fill(glyph(digit, random));
        graphics.dispose();
        for (int p = 0; p < SIDE * SIDE; p++) {
            double value = image.getRaster().getSample(p % SIDE, p / SIDE, 0) / 255.0 + NOISE * gaussian(random);
            pixels[offset + p] = (float) Math.min(1, Math.max(0, value));
        }
    }

    private Shape glyph(int digit, SplittableRandom random) {
        boolean pen = faces.isEmpty() || random.nextDouble() < PEN_SHARE;
        Shape outline = pen
                ? PenDigits.path(digit)
                : faces.get(random.nextInt(faces.size())).get(digit);
        double height = random.nextDouble(13, 22);
        Shape placed = placement(outline.getBounds2D(), height, random).createTransformedShape(outline);
        if (!pen) {
            return placed;
        }
        float width = (float) random.nextDouble(1.2, 3.6);
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(placed);
    }

    /** Centres, scales, slants, turns, then moves to somewhere the glyph still fits. */
    private static AffineTransform placement(Rectangle2D bounds, double height, SplittableRandom random) {
        double scale = height / bounds.getHeight();
        double room = Math.max(0, (SIDE - height) / 2 - 1);
        AffineTransform transform = AffineTransform.getTranslateInstance(
                SIDE / 2.0 + random.nextDouble(-1, 1) * room, SIDE / 2.0 + random.nextDouble(-1, 1) * room);
        transform.rotate(random.nextDouble(-MOST_ROTATION, MOST_ROTATION));
        transform.shear(random.nextDouble(-0.3, 0.3), 0);
        transform.scale(scale * random.nextDouble(0.75, 1.2), scale);
        transform.translate(-bounds.getCenterX(), -bounds.getCenterY());
        return transform;
    }

    private static Color grey(double brightness) {
        float level = (float) brightness;
        return new Color(level, level, level);
    }

    /** Box-Muller, from the image's own stream. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
