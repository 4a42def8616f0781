package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way (training, listener, metrics, history) on a newer JDK, where one is named. */
class NewerJdksTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {21, 25})
    void theSampleTrainsOnANewerJdkWithoutAWarning(int version) {
        String home = System.getenv("JAVA_HOME_" + version);
        assumeTrue(home != null, () -> "not run on Java " + version + ": JAVA_HOME_" + version + " is not set");

        List<String> command = new ArrayList<>();
        command.add(Path.of(home, "bin", "java").toString());
        if (version >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainingSample.class.getName()));
        command.addAll(List.of("--no-ui", "--epochs", "1", "--every", "5", "--limit", "500"));
        ChildProcess sample = ChildProcess.run(folder, Duration.ofMinutes(3), command);

        assertThat(sample.exit()).as(sample.output()).isZero();
        assertThat(sample.output()).doesNotContain("WARNING");
        assertThat(folder.resolve("runs")).isNotEmptyDirectory();
    }
}
