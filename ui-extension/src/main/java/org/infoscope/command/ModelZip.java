package org.infoscope.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * What a zip of a network may hold. A few kilobytes of zip can claim, or unpack to, more than any memory holds, and DL4J's
 * reader takes every entry into memory, whatever its name: so the file is looked through first.
 *
 * @param file the zip
 */
record ModelZip(Path file) {

    /** DL4J writes a handful, and a few kilobytes of configuration per layer; all beyond these bounds (ours) is no network. */
    private static final int MOST_ENTRIES = 1000;

    private static final long LONGEST_CONFIGURATION = 32L << 20;
    private static final int CHUNK = 1 << 16;

    /**
     * An entry that has to be there.
     *
     * @throws BadInput if it is not, or if there are far more entries than a network has
     */
    ZipEntry entry(ZipFile zip, String name) {
        if (zip.size() > MOST_ENTRIES) {
            throw new BadInput(file + ": is a zip of " + zip.size() + " entries, which no network of DL4J's has");
        }
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new BadInput(file + ": is a zip, but holds no network of DL4J's ModelSerializer (there is no " + name
                    + " in it)");
        }
        return entry;
    }

    /**
     * The configuration as JSON.
     *
     * @throws BadInput if it is none, or longer than any that a network has
     */
    JsonNode configuration(ZipFile zip, ZipEntry entry) throws IOException {
        // Not what the entry says of its size, which may be a lie: what comes out of it.
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
            content = in.readNBytes((int) LONGEST_CONFIGURATION + 1);
        }
        if (content.length > LONGEST_CONFIGURATION) {
            throw new BadInput(file + ": its " + entry.getName() + " has more than " + megabytes(LONGEST_CONFIGURATION)
                    + ", which no network of DL4J's has");
        }
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(content);
        } catch (JacksonException noJson) {
            throw new BadInput(file + ": its " + entry.getName() + " is damaged (" + noJson.getOriginalMessage() + ")");
        }
        if (!json.has("vertices") && !json.has("confs")) {
            throw new BadInput(file + ": its " + entry.getName() + " describes neither a MultiLayerNetwork nor a"
                    + " ComputationGraph");
        }
        return json;
    }

    /**
     * Unpacks everything once, in the same way as DL4J's reader and without keeping any of it.
     *
     * @throws BadInput if it claims or unpacks to more than the heap may ever hold, or is damaged
     */
    void requireRoom() throws IOException {
        requireRoom(Runtime.getRuntime().maxMemory());
    }

    void requireRoom(long room) throws IOException {
        long left = room;
        byte[] chunk = new byte[CHUNK];
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                long claimed = Math.max(0, entry.getSize());
                long unpacked = 0;
                while (Math.max(claimed, unpacked) <= left) {
                    int read = zip.read(chunk);
                    if (read < 0) {
                        break;
                    }
                    unpacked += read;
                }
                left -= Math.max(claimed, unpacked);
                if (left < 0) {
                    throw new BadInput(file + ": unpacks to more than the " + megabytes(room)
                            + " that Java has room for"
                            + " (at its entry '" + brief(entry.getName()) + "'); if it is a network all the same, give"
                            + " it more: INFOSCOPE_JAVA_OPTS=-Xmx8g");
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException damaged) {
            throw new BadInput(file + ": is a damaged zip file (" + damaged.getMessage() + "); copy it again");
        }
    }

    private static String brief(String name) {
        String shown = name.replaceAll("\\p{C}", "?");
        return shown.length() <= 60 ? shown : shown.substring(0, 60) + "…";
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
