package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.infoscope.kernel.KernelsChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who computes for a command. */
class KernelsOptionTest {

    @TempDir
    private Path folder = Path.of("");

    private Path samples = Path.of("");

    @BeforeEach
    void write() throws IOException {
        samples = Files.writeString(folder.resolve("a.csv"), "1,2\n3,5\n8,2\n");
    }

    @AfterEach
    void forget() {
        System.clearProperty(KernelsChoice.PROPERTY);
    }

    private CommandResult measure(String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "measure";
        arguments[1] = "diffusion-spectral-entropy";
        arguments[2] = samples.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandResult.of(arguments);
    }

    @ParameterizedTest
    @CsvSource({"cpu, cpu", "ND4J, nd4j-native", "best, cpu"})
    void theOptionIsObeyedAndWritten(String name, String engine) throws IOException {
        System.setProperty(KernelsChoice.PROPERTY, "rubbish that the option outranks");
        JsonNode json = measure("--kernels", name).json();
        assertThat(json.at("/settings/engine").asText()).isEqualTo(engine);
        assertThat(json.at("/values/entropy").asDouble()).isPositive();
    }

    @Test
    void thePropertyIsObeyedToo() throws IOException {
        System.setProperty(KernelsChoice.PROPERTY, "nd4j");
        assertThat(measure().json().at("/settings/engine").asText()).isEqualTo("nd4j-native");
    }

    @Test
    void rubbishIsRefused() {
        CommandResult option = measure("--kernels", "gpu");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("--kernels").contains("best, cpu, nd4j, cuda, not 'gpu'");

        System.setProperty(KernelsChoice.PROPERTY, "gpu");
        CommandResult property = measure();
        assertThat(property.exit()).isNotZero();
        assertThat(property.err())
                .contains("-Dinfoscope.kernels: The kernels are one of")
                .doesNotContain("\tat ");
    }
}
