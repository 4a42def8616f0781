package org.infoscope.command;

import java.io.PrintWriter;
import java.util.List;

/** Rows of words as a table for a terminal. */
final class TextTable {

    private TextTable() {}

    /** Prints columns as wide as their widest cell, two blanks apart; every row has as many cells as the first. */
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
    private static String printable(String cell) {
        return cell.codePoints()
                .map(letter -> Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT
                        ? '\uFFFD'
                        : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
