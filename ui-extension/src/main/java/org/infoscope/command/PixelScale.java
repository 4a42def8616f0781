package org.infoscope.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is done to the numbers of examples before the network sees them. */
enum PixelScale {
    /** Pixels of 0 to 255 are divided by 255. */
    UNIT("0..1"),
    /** Nothing. */
    NONE("none");

    private static final double LARGEST_PIXEL = 255;

    private final String word;

    PixelScale(String word) {
        this.word = word;
    }

    /** What the numbers are divided by. */
    double divisor() {
        return this == UNIT ? LARGEST_PIXEL : 1;
    }

    /** Reads the word that a person types. */
    static final class Converter implements ITypeConverter<PixelScale> {

        @Override
        public PixelScale convert(String value) {
            return Arrays.stream(values())
                    .filter(scale -> scale.word.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                            + Arrays.stream(values()).map(scale -> scale.word).collect(Collectors.joining(", "))));
        }
    }
}
