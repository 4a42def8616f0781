package org.infoscope.sample;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * The ten digits as pen strokes in the unit square, y downwards: a hand that needs no font, so that glyphs can be drawn on
 * a machine that has none. Each digit is a list of moves {@code M x y}, lines {@code L x y} and curves {@code C x1 y1 x2 y2 x y}.
 */
final class PenDigits {

    private static final List<String> STROKES = List.of(
            "M .5 0 C .05 0 .05 1 .5 1 C .95 1 .95 0 .5 0",
            "M .25 .25 L .55 0 L .55 1",
            "M .1 .25 C .15 -.1 .9 -.1 .85 .3 C .8 .55 .3 .75 .1 1 L .9 1",
            "M .15 .08 C .5 -.1 .9 .05 .8 .3 C .75 .45 .55 .48 .4 .48 C .7 .48 .95 .6 .85 .82 C .75 1.08 .3 1.02 .1 .9",
            "M .65 1 L .65 0 L .1 .68 L .9 .68",
            "M .85 0 L .25 0 L .2 .45 C .5 .3 .9 .45 .85 .7 C .8 1.05 .35 1.05 .1 .9",
            "M .75 0 C .3 .2 .1 .55 .15 .75 C .2 1.05 .85 1.1 .85 .72 C .85 .4 .3 .4 .16 .7",
            "M .1 0 L .9 0 C .65 .35 .45 .7 .4 1",
            "M .5 .46 C .05 .4 .1 0 .5 0 C .9 0 .95 .4 .5 .46 C 0 .52 0 1 .5 1 C 1 1 1 .52 .5 .46",
            "M .84 .3 C .7 .6 .15 .6 .15 .28 C .15 -.1 .8 -.05 .85 .25 C .9 .55 .7 .8 .3 1");

    private PenDigits() {}

    /** The open path of a digit, 0 to 9, to be stroked with a pen. */
    static Shape path(int digit) {
        Path2D path = new Path2D.Double();
        String[] words = STROKES.get(digit).split(" ", -1);
        for (int i = 0; i < words.length; ) {
            switch (words[i]) {
                case "M" -> path.moveTo(at(words, i + 1), at(words, i + 2));
                case "L" -> path.lineTo(at(words, i + 1), at(words, i + 2));
                default ->
                    path.curveTo(
                            at(words, i + 1),
                            at(words, i + 2),
                            at(words, i + 3),
                            at(words, i + 4),
                            at(words, i + 5),
                            at(words, i + 6));
            }
            i += words[i].equals("C") ? 7 : 3;
        }
        return path;
    }

    private static double at(String[] words, int index) {
        return Double.parseDouble(words[index]);
    }
}
