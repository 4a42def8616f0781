package org.infoscope.command;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python dictionary at the head of a {@code .npy} file: {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * @param order of the bytes of one value
 * @param valueBytes 1 for uint8, 4 for float32, 8 for float64
 * @param shape of any rank from 1, every length at least 1
 * @param values product of the shape, at most {@link #MOST_VALUES}
 */
record NpyHeader(ByteOrder order, int valueBytes, List<Long> shape, int values) {

    /** What one Java array holds on every virtual machine. */
    static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private static final Pattern DESCR = entry("([\"'])(?<value>[^\"']*)\\1");
    private static final Pattern FORTRAN_ORDER =
            Pattern.compile("[\"']fortran_order[\"']\\s*:\\s*(?<value>True|False)");
    private static final Pattern SHAPE = Pattern.compile("[\"']shape[\"']\\s*:\\s*\\((?<value>[^)]*)\\)");
    private static final Pattern TYPE = Pattern.compile("[<>]f[48]|[|<>]u1");

    private static Pattern entry(String value) {
        return Pattern.compile("[\"']descr[\"']\\s*:\\s*" + value);
    }

    /**
     * Reads the dictionary.
     *
     * @throws BadInput if an entry is missing, or names data that is not read
     */
    static NpyHeader parse(String file, String text) {
        String descr = value(file, text, DESCR, "descr");
        if (!TYPE.matcher(descr).matches()) {
            throw new BadInput(file + ": values of type '" + descr
                    + "' are not read; save float32 or float64 (pixels: uint8), for example x.astype(np.float64)");
        }
        if (value(file, text, FORTRAN_ORDER, "fortran_order").equals("True")) {
            throw new BadInput(file + ": is in Fortran order; save np.ascontiguousarray(x)");
        }
        List<Long> shape = shape(file, value(file, text, SHAPE, "shape"));
        return new NpyHeader(
                descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                descr.charAt(2) - '0',
                shape,
                values(file, shape));
    }

    private static String value(String file, String text, Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new BadInput(file + ": its header has no readable '" + name + "' entry");
        }
        return matcher.group("value");
    }

    private static List<Long> shape(String file, String text) {
        List<Long> shape = new ArrayList<>();
        for (String length : text.split(",", -1)) {
            if (!length.isBlank()) {
                shape.add(length(file, length.strip()));
            }
        }
        if (shape.isEmpty()) {
            throw new BadInput(file + ": has 0 dimensions; the first one counts the samples");
        }
        if (shape.contains(0L)) {
            throw new BadInput(file + ": holds no values, its shape is " + shape);
        }
        return List.copyOf(shape);
    }

    private static long length(String file, String text) {
        try {
            long length = Long.parseLong(text);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException tooLongOrNoNumber) {
            // Refused below, together with negative lengths.
        }
        throw new BadInput(file + ": its header has a shape with '" + text + "' in it");
    }

    private static int values(String file, List<Long> shape) {
        long values = 1;
        for (long length : shape) {
            if (length > MOST_VALUES / values) {
                throw new BadInput(file + ": shape " + shape + " means more than " + MOST_VALUES + " values");
            }
            values *= length;
        }
        return (int) values;
    }
}
