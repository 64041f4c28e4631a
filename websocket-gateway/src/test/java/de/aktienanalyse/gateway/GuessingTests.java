package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Guessing from many addresses is no faster under other spellings of a name.
class GuessingTests {
    private static final int OF_AN_ADDRESS = 2;
    private static final int OF_A_NAME = 6 * OF_AN_ADDRESS;

    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway("aktien.gateway.limits.logins-per-minute=" + OF_AN_ADDRESS);

    private int attempts;

    @BeforeEach
    void owner() throws Exception {
        Person.owner(gateway.port(), Path.of(gateway.setting("AKTIEN_DATA_DIR")));
    }

    @Test
    void allSpellingsOfANameAreOneName() throws Exception {
        List<String> spellings = List.of("Anna", "ANNA", "Ａｎｎａ", "ａnna", "aＮna", "anｎａ", "annａ");
        int status = 401;
        while (status == 401 && attempts < 2 * OF_A_NAME) {
            status = guess(spellings.get(attempts % spellings.size()));
        }
        assertThat(status).isEqualTo(429);
        assertThat(attempts).isGreaterThan(OF_A_NAME);
        assertThat(guess("Berta")).as("another name").isEqualTo(401);
    }

    @Test
    void whatCannotBeANameIsNotRemembered() throws Exception {
        String endless = "x".repeat(10_000);
        for (int i = 0; i < 2 * OF_A_NAME; i++) {
            assertThat(guess(endless)).isEqualTo(401);
        }
    }

    /// Each from an address of its own.
    private int guess(String name) throws Exception {
        String from = "127.0.0." + (2 + attempts++);
        return RawClient.post(
                from,
                gateway.port(),
                "/api/session",
                "{\"name\":\"%s\",\"password\":\"wrong-wrong-wrong\"}".formatted(name));
    }
}
