package org.infoscope.command;

import java.io.PrintWriter;
import java.util.List;

/** Rows of words as a table for a terminal. */
final class TextTable {

    private TextTable() {}

    /** Prints columns as wide as their widest cell, two blanks apart; every row has as many cells as the first. */
    static void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
