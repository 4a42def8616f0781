package org.infoscope.command;

import java.io.PrintWriter;
import java.util.List;

/** Rows of words as a table for a terminal. */
final class TextTable {

    /** One endless name must not push all other columns out of sight. */
    private static final int WIDEST = 60;

    private TextTable() {}

    /** Prints columns as wide as their widest cell, up to {@value #WIDEST}, two blanks apart; every row has as many cells as the first. */
    static void print(List<List<String>> rows, PrintWriter out) {
        List<List<String>> shown = rows.stream()
                .map(row -> row.stream().map(TextTable::printable).toList())
                .toList();
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : shown) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : shown) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Names come out of files: none of them ends a line or tells the terminal what to do. */
    static String printable(String cell) {
        String shown = cell.codePoints()
                .limit(WIDEST + 1)
                .map(letter -> Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT
                        ? '\uFFFD'
                        : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.codePointCount(0, shown.length()) > WIDEST
                ? shown.substring(0, shown.offsetByCodePoints(0, WIDEST - 1)) + '…'
                : shown;
    }
}
