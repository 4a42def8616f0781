package org.infoscope.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.infoscope.metric.ImageShape;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code CxHxW}: channels, rows and columns of an image whose numbers are laid out so in C order. */
final class ImageSize implements ITypeConverter<ImageShape> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})x(\\d{1,5})");

    @Override
    public ImageShape convert(String value) {
        Matcher numbers = FORM.matcher(value);
        if (numbers.matches()) {
            int channels = Integer.parseInt(numbers.group(1));
            int height = Integer.parseInt(numbers.group(2));
            int width = Integer.parseInt(numbers.group(3));
            if (channels > 0 && height > 0 && width > 0) {
                return new ImageShape(channels, height, width, false);
            }
        }
        throw new TypeConversionException(
                "'" + value + "' is not CxHxW: channels, rows and columns, for example 3x32x32");
    }
}
