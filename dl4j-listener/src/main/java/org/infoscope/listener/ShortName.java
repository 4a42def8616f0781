package org.infoscope.listener;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Names of sessions and workers. They stand in addresses, which servers take up to about 4,000 characters of, three for each byte. */
final class ShortName {

    /** Ours: what a file may be called. */
    private static final int MOST_BYTES = 255;

    private ShortName() {}

    /**
     * The name itself.
     *
     * @param what it names, for the error
     * @throws IllegalArgumentException if it is too long
     */
    static String of(String name, String what) {
        int bytes = Objects.requireNonNull(name, what).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(what + " takes " + bytes + " bytes in UTF-8, more than " + MOST_BYTES
                    + ": give a shorter one, it stands in web addresses");
        }
        return name;
    }
}
