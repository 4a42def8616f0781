package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final String TOKEN = "abcdefghijklmnop";

    @TempDir
    private Path folder = Path.of("");

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("token"), content, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, TOKEN + "\n", TOKEN + "\r\n", TOKEN + " \n"})
    void isTheOneLineOfItsFile(String content) throws Exception {
        AccessToken token = AccessToken.read(file(content));
        assertThat(token.matches(TOKEN)).isTrue();
        assertThat(token.matches(TOKEN + "\n")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "abcdefghijklmno",
                "two words of it and more",
                "abcdefghijklmnop\nsecond",
                "abcdefghijklmnöp"
            })
    void isRefusedWithoutBeingShown(String content) throws Exception {
        Path file = file(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("openssl rand")
                .withMessageNotContaining("abcdef");
    }

    @Test
    void aFileThatIsNoTokenFileIsRefusedUnread() throws Exception {
        Path file = file("x".repeat(100_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.use(file))
                .withMessageContaining("too long");
        assertThatThrownBy(() -> AccessToken.use(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThat(System.getProperty(AccessToken.FILE_PROPERTY)).isNull();
    }

    @Test
    void theFirstThatIsSetHolds() throws Exception {
        Path file = file("token-of-the-file");
        Map<String, String> environment =
                Map.of(AccessToken.VARIABLE, "token-of-variable", AccessToken.FILE_VARIABLE, file.toString());
        assertThat(configured(Map.of(), Map.of())).isEmpty();
        assertThat(configured(Map.of(), Map.of(AccessToken.VARIABLE, TOKEN))
                        .orElseThrow()
                        .matches(TOKEN))
                .isTrue();
        assertThat(configured(Map.of(), environment).orElseThrow().matches("token-of-the-file"))
                .isTrue();
        Map<String, String> property = Map.of(AccessToken.PROPERTY, TOKEN);
        assertThat(configured(property, environment).orElseThrow().matches(TOKEN))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured(Map.of(), Map.of(AccessToken.VARIABLE, "")))
                .withMessageContaining("0 characters");
    }

    @SuppressWarnings("NullAway") // As System.getProperty and System.getenv: null for what is not set.
    private static Optional<AccessToken> configured(Map<String, String> properties, Map<String, String> environment)
            throws IOException {
        return AccessToken.configured(properties::get, environment::get);
    }

    @Test
    void aTokenThatCannotBeUsedClosesOurRoutesAndNothingElse() throws Exception {
        System.setProperty(AccessToken.FILE_PROPERTY, folder.resolve("gone").toString());
        try (RunningServer server = RunningServer.start(false)) {
            for (String path : new String[] {"/representation", "/representation/api/runs"}) {
                RawHttp.Answer answer =
                        RawHttp.get(InetAddress.getLoopbackAddress(), server.port(), path, "Host: localhost");
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).contains("cannot be used").doesNotContain(folder.toString());
            }
            assertThat(server.get("/train/overview").statusCode()).isEqualTo(200);
        } finally {
            System.clearProperty(AccessToken.FILE_PROPERTY);
        }
    }
}
