package org.infoscope.metric;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The grid laid over one input: which cell each of its numbers is in. Immutable. */
final class InputCells {

    private static final int LARGEST_GRID = 16;
    private static final int LARGEST_GROUPS = 256;

    private final int rows;
    private final int columns;
    private final int[] cellOf;
    private final boolean image;

    InputCells(int rows, int columns, int[] cellOf, boolean image) {
        this.rows = rows;
        this.columns = columns;
        this.cellOf = cellOf;
        this.image = image;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** {@return the cell of each number, in C order; not to be changed} */
    int[] cellOf() {
        return cellOf;
    }

    /**
     * Lays the grid.
     *
     * @param image how the numbers are laid out; null when they are no image
     * @param length how many numbers there are
     * @param grid G; 0 for min(16, half the shorter side), or, without an image, for one cell per number up to 256. Never
     *     more than there are pixels a side, or numbers
     */
    static InputCells over(@Nullable ImageShape image, int length, int grid) {
        if (image == null) {
            return groups(length, Math.min(length, grid == 0 ? LARGEST_GROUPS : grid));
        }
        int side = Math.min(image.height(), image.width());
        int automatic = Math.max(1, Math.min(LARGEST_GRID, side / 2));
        return squares(image, Math.min(side, grid == 0 ? automatic : grid));
    }

    private static InputCells groups(int length, int groups) {
        int[] cellOf = new int[length];
        for (int i = 0; i < length; i++) {
            cellOf[i] = (int) ((long) i * groups / length);
        }
        return new InputCells(1, groups, cellOf, false);
    }

    private static InputCells squares(ImageShape image, int grid) {
        int[] cellOf = new int[image.length()];
        int pixels = image.height() * image.width();
        for (int pixel = 0; pixel < pixels; pixel++) {
            int row = (int) ((long) (pixel / image.width()) * grid / image.height());
            int column = (int) ((long) (pixel % image.width()) * grid / image.width());
            for (int channel = 0; channel < image.channels(); channel++) {
                int index = image.channelsLast() ? pixel * image.channels() + channel : channel * pixels + pixel;
                cellOf[index] = row * grid + column;
            }
        }
        return new InputCells(grid, grid, cellOf, true);
    }

    int count() {
        return rows * columns;
    }

    /** Whether the centre of a cell is in the central window [G/6, 5G/6]. */
    boolean inForeground(int cell) {
        return central(cell / columns, rows) && central(cell % columns, columns);
    }

    /** Whether there are images, with a foreground and a background. */
    boolean hasBackground() {
        return image && IntStream.range(0, count()).anyMatch(cell -> !inForeground(cell));
    }

    private static boolean central(int index, int cells) {
        double centre = index + 0.5;
        return centre >= cells / 6.0 && centre <= cells * 5 / 6.0;
    }
}
