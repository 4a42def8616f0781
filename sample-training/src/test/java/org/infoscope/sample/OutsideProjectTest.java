package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that knows only the published artefacts: imports the BOM, attaches the listener, opens the UI. */
class OutsideProjectTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Map<String, Path> JARS = Map.of(
            "infoscope-metrics", ROOT.resolve("src"),
            "infoscope-dl4j-listener", ROOT.resolve("dl4j-listener"),
            "infoscope-ui-extension", ROOT.resolve("ui-extension"));

    @TempDir
    Path folder;

    @Test
    void aProjectThatImportsTheBomAttachesTheListenerAndOpensTheUi() throws IOException {
        for (Map.Entry<String, Path> jar : JARS.entrySet()) {
            assumeTrue(
                    Files.exists(jarOf(jar)), () -> "not run: " + jar.getKey() + " is not packaged yet (use verify)");
        }
        Path project = copyOf(Path.of("src/test/resources/outside-project"));
        Path repository = publish();

        ChildProcess build = ChildProcess.run(project, Duration.ofMinutes(5), maven(repository));
        assertThat(build.exit()).as(build.output()).isZero();

        ChildProcess app = ChildProcess.run(project, Duration.ofMinutes(2), java(project));
        assertThat(app.output()).contains("SESSIONS 1", "PAGE true", "OVERVIEW true");
        assertThat(app.exit()).as(app.output()).isZero();
    }

    /** Lays the artefacts out as if they had been installed, in a repository of its own in front of the user's. */
    private Path publish() throws IOException {
        Path repository = folder.resolve("repository");
        install(repository, "infoscope-parent", ROOT.resolve("pom.xml"), "pom");
        install(repository, "infoscope-bom", ROOT.resolve("src/bom/pom.xml"), "pom");
        for (Map.Entry<String, Path> jar : JARS.entrySet()) {
            install(repository, jar.getKey(), jar.getValue().resolve("pom.xml"), "pom");
            install(repository, jar.getKey(), jarOf(jar), "jar");
        }
        return repository;
    }

    private static Path jarOf(Map.Entry<String, Path> jar) {
        return jar.getValue().resolve("target").resolve(jar.getKey() + '-' + VERSION + ".jar");
    }

    private static void install(Path repository, String artifact, Path file, String extension) throws IOException {
        Path home = Files.createDirectories(
                repository.resolve("org/infoscope").resolve(artifact).resolve(VERSION));
        Files.copy(file, home.resolve(artifact + '-' + VERSION + '.' + extension));
    }

    private static List<String> maven(Path repository) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return List.of(
                ROOT.resolve(windows ? "mvnw.cmd" : "mvnw").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("local.repository"),
                "-Dhost=" + System.getProperty("native.classifier"),
                "-Dmdep.outputFile=classpath.txt",
                "compile",
                "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath");
    }

    private static List<String> java(Path project) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try (ServerSocket free = new ServerSocket(0)) {
            command.add("-Dorg.deeplearning4j.ui.port=" + free.getLocalPort());
        }
        command.add("-cp");
        command.add(project.resolve("target/classes")
                + java.io.File.pathSeparator
                + Files.readString(project.resolve("classpath.txt")).strip());
        command.addAll(List.of("outside.App", project.resolve("run.db").toString()));
        return command;
    }

    private Path copyOf(Path source) throws IOException {
        Path target = folder.resolve("project");
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
        return target;
    }
}
