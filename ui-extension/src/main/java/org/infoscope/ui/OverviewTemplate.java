package org.infoscope.ui;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.nd4j.common.resources.Resolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the dashboard into DL4J's own training pages: answers for their templates with DL4J's template plus one script
 * tag.
 *
 * <p>DL4J reads its templates through {@link org.nd4j.common.resources.Resources} on every request, and {@code
 * Resources} asks every {@link Resolver} found by {@link java.util.ServiceLoader}, lowest priority first. This one has
 * priority 0. Whatever fails here (the template is missing, looks other than expected, or cannot be written to the
 * temporary folder) makes {@link #exists} answer false, so that DL4J serves its stock page.
 *
 * <p>Safe for use by several threads.
 */
public final class OverviewTemplate implements Resolver {
    private static final Logger log = LoggerFactory.getLogger(OverviewTemplate.class);

    private static final Map<String, String> PAGES = Map.of(
            "templates/TrainingOverview.html.ftl", "overview",
            "templates/TrainingModel.html.ftl", "model",
            "templates/TrainingSystem.html.ftl", "system");

    private static final String END_OF_PAGE = "</body>";
    private static final String SCRIPT =
            "<script type=\"module\" src=\"/assets/infoscope/overview.js\"></script>\n    ";

    private final ClassLoader templates;
    private final ConcurrentMap<String, Optional<File>> extended = new ConcurrentHashMap<>();

    /** Reads DL4J's templates from the class path. Has no side effects. */
    public OverviewTemplate() {
        this(OverviewTemplate.class.getClassLoader());
    }

    OverviewTemplate(ClassLoader templates) {
        this.templates = templates;
    }

    /**
     * Before DL4J's own resolver.
     *
     * @return 0
     */
    @Override
    public int priority() {
        return 0;
    }

    /**
     * Whether this resolver answers for a resource.
     *
     * @param resourcePath path of a resource
     * @return true for the templates of DL4J's training pages, when they could be extended; false for all else
     */
    @Override
    public boolean exists(String resourcePath) {
        return PAGES.containsKey(resourcePath) && extend(resourcePath).isPresent();
    }

    @Override
    public boolean directoryExists(String dirPath) {
        return false;
    }

    /**
     * The extended template.
     *
     * @param resourcePath for which {@link #exists} answered true
     * @return a file in a temporary folder that goes away with this process
     * @throws IllegalArgumentException if this resolver does not answer for the resource
     */
    @Override
    public File asFile(String resourcePath) {
        return extend(resourcePath)
                .orElseThrow(() -> new IllegalArgumentException("Not a training page: " + resourcePath));
    }

    @Override
    public InputStream asStream(String resourcePath) {
        try {
            return Files.newInputStream(asFile(resourcePath).toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void copyDirectory(String dirPath, File destinationDir) {
        throw new UnsupportedOperationException("This resolver knows no directories");
    }

    @Override
    public boolean hasLocalCache() {
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // DL4J's contract: null where there is no cache.
    public File localCacheRoot() {
        return null;
    }

    @Override
    public String normalizePath(String path) {
        return path;
    }

    /** DL4J asks on every request; a file that the system's clean-up took away is written anew. */
    private Optional<File> extend(String resourcePath) {
        Optional<File> known = extended.get(resourcePath);
        if (known != null && (known.isEmpty() || known.get().isFile())) {
            return known;
        }
        Optional<File> made = write(resourcePath);
        extended.put(resourcePath, made);
        return made;
    }

    private Optional<File> write(String resourcePath) {
        String page = PAGES.get(resourcePath);
        if (page == null) {
            return Optional.empty();
        }
        try (InputStream in = templates.getResourceAsStream(resourcePath)) {
            if (in == null) {
                throw new FileNotFoundException(resourcePath);
            }
            String stock = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = stock.lastIndexOf(END_OF_PAGE);
            if (end < 0) {
                throw new IOException("The template has no " + END_OF_PAGE);
            }
            Path file = Files.createTempFile("infoscope-" + page + "-", ".html.ftl");
            file.toFile().deleteOnExit();
            Files.writeString(file, stock.substring(0, end) + SCRIPT + stock.substring(end));
            return Optional.of(file.toFile());
        } catch (IOException | RuntimeException e) {
            log.warn("DL4J's training page '{}' is served without Infoscope's panels: {}", page, e.toString());
            return Optional.empty();
        }
    }
}
