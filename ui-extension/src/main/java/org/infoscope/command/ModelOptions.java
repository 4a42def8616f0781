package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which saved networks are asked for. */
final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            arity = "1..*",
            paramLabel = "ZIP",
            description = "networks saved by ModelSerializer or CheckpointListener, or folders of such zips")
    private List<Path> paths = List.of();

    /**
     * Looks at every file.
     *
     * @return in the order of their iterations, each once
     * @throws BadInput if one is no saved network, or two have different normalizers
     */
    List<ModelFile> open() throws IOException {
        List<ModelFile> models = new ArrayList<>();
        for (Path file : files()) {
            models.add(ModelFile.open(file));
        }
        models.sort(Comparator.comparingLong(ModelFile::iteration));
        ModelFile first = models.get(0);
        for (ModelFile model : models) {
            if (!Objects.equals(model.normalizer(), first.normalizer())) {
                throw new BadInput(first.file() + " and " + model.file() + " were saved with different normalizers, so"
                        + " they are not given the same examples: analyse them one by one, with another --run each");
            }
        }
        return models;
    }

    /** Where the first file lies, in one word. */
    String folderName() throws IOException {
        Path file = files().iterator().next().toAbsolutePath().normalize();
        Path folder = file.getParent();
        Path name = folder == null ? null : folder.getFileName();
        return name == null ? "analysis" : name.toString();
    }

    private Set<Path> files() throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                List<Path> zips = inside.filter(file -> file.toString().endsWith(".zip"))
                        .sorted()
                        .collect(Collectors.toList());
                if (zips.isEmpty()) {
                    throw new BadInput(path + ": is a folder without any .zip");
                }
                files.addAll(zips);
            }
        }
        return files;
    }
}
