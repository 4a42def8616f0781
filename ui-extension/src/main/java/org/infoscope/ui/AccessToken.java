package org.infoscope.ui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that opens Infoscope's routes to other machines.
 *
 * <p>It is looked for when the UI server starts, in this order, and the first one found holds: the file that {@value
 * #FILE_PROPERTY} names, {@value #PROPERTY} itself, the file that {@value #FILE_VARIABLE} names, {@value #VARIABLE}
 * itself. The first two are system properties, the others environment variables. A file is the safest: command lines and
 * environments can be read by others. Without any, the routes answer the same machine only.
 *
 * <p>A token is {@value #SHORTEST} to {@value #LONGEST} visible ASCII characters, without spaces (the bounds are ours);
 * {@code openssl rand -base64 24} makes a good one. Only its SHA-256 is kept, it is compared in constant time, and no
 * method gives it back. Immutable, and safe for use by several threads.
 */
public final class AccessToken {
    /** System property that names a file with the token in it. */
    public static final String FILE_PROPERTY = "org.infoscope.ui.tokenFile";
    /** System property that holds the token. */
    public static final String PROPERTY = "org.infoscope.ui.token";
    /** Environment variable that names a file with the token in it. */
    public static final String FILE_VARIABLE = "INFOSCOPE_UI_TOKEN_FILE";
    /** Environment variable that holds the token. */
    public static final String VARIABLE = "INFOSCOPE_UI_TOKEN";

    private static final Logger log = LoggerFactory.getLogger(AccessToken.class);
    private static final int SHORTEST = 16;
    private static final int LONGEST = 512;
    private static final String ADVICE = "; 'openssl rand -base64 24' makes a good one";
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final byte[] digest;
    private final @Nullable Path file;

    private AccessToken(byte[] digest, @Nullable Path file) {
        this.digest = digest;
        this.file = file;
    }

    /**
     * Reads a token file: the token alone, a line break at the end is left out.
     *
     * @param file readable by this program; where others may read it too, the log warns when the UI server starts
     * @return the token in it
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no token; the message says what one looks like, and not what it holds
     */
    public static AccessToken read(Path file) throws IOException {
        if (Files.size(file) > LONGEST + 2) {
            throw new IllegalArgumentException(file + " is too long for a token: it holds one alone, of at most "
                    + LONGEST + " characters" + ADVICE);
        }
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        return new AccessToken(of(content.stripTrailing(), "the token in " + file).digest, file);
    }

    /**
     * Makes a UI server that is started after this in the same program ask for the token in a file, as if {@value
     * #FILE_PROPERTY} had been given on the command line.
     *
     * @param file checked now, and read again when the server starts
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no token
     */
    public static void use(Path file) throws IOException {
        read(file);
        System.setProperty(FILE_PROPERTY, file.toAbsolutePath().toString());
    }

    /**
     * The token that this program was started with. A program may ask this before it starts the UI server, which closes its
     * Infoscope routes where the token cannot be used.
     *
     * @return empty if none is configured
     * @throws IOException if the file that should hold it cannot be read
     * @throws IllegalArgumentException if what should be one is none; the message says what one looks like
     */
    public static Optional<AccessToken> configured() throws IOException {
        return configured(System::getProperty, System::getenv);
    }

    @SuppressWarnings("NullAway") // Both functions answer null for what is not set.
    static Optional<AccessToken> configured(UnaryOperator<String> properties, UnaryOperator<String> environment)
            throws IOException {
        String file = properties.apply(FILE_PROPERTY);
        if (file != null) {
            return Optional.of(read(Path.of(file)));
        }
        String token = properties.apply(PROPERTY);
        if (token != null) {
            return Optional.of(of(token, "the token in " + PROPERTY));
        }
        file = environment.apply(FILE_VARIABLE);
        if (file != null) {
            return Optional.of(read(Path.of(file)));
        }
        token = environment.apply(VARIABLE);
        return token == null ? Optional.empty() : Optional.of(of(token, "the token in " + VARIABLE));
    }

    /** Whether this is the token. Takes the same time whatever the difference. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, sha256(candidate));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AccessToken[secret]";
    }

    private static AccessToken of(String token, String what) {
        if (token.length() < SHORTEST || token.length() > LONGEST) {
            throw new IllegalArgumentException(what + " has " + token.length() + " characters; it must have " + SHORTEST
                    + " to " + LONGEST + ADVICE);
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    what + " must be visible ASCII characters without spaces, on one line" + ADVICE);
        }
        return new AccessToken(sha256(token), null);
    }

    /** Tells the log if others can read it; whoever guards the routes with it asks for this, once. */
    void warnOfReaders() throws IOException {
        if (file != null
                && Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            log.warn("Other users of this machine can read the token file {}: chmod 600 keeps it to you", file);
        }
    }
}
