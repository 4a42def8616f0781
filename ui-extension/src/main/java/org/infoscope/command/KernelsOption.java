package org.infoscope.command;

import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.KernelsChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who computes. */
final class KernelsOption {

    @Option(
            names = "--kernels",
            paramLabel = "cpu|nd4j|cuda|best",
            converter = Converter.class,
            description = "who computes (default: what -Dinfoscope.kernels says, else best)")
    private @Nullable KernelsChoice choice;

    /** Reads a name in either case. */
    static final class Converter implements ITypeConverter<KernelsChoice> {
        @Override
        public KernelsChoice convert(String text) {
            try {
                return KernelsChoice.of(text);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }

    /**
     * The engine asked for.
     *
     * @return to be closed
     * @throws BadInput if the system property names none
     */
    Kernels open() {
        if (choice != null) {
            return choice.open();
        }
        try {
            return Kernels.best();
        } catch (IllegalArgumentException unknown) {
            throw new BadInput(String.valueOf(unknown.getMessage()));
        }
    }
}
