package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.gateway.accounts.GatewayDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Guessing the password of a session that is open, and a gateway that never asks for it again.
class RecentPasswordSettingsTests {
    private static final String ORDER = "{\"symbol\":\"LATE\",\"side\":\"buy\",\"quantity\":1}";

    @RegisterExtension private final OwnGateway gateway = new OwnGateway();

    @RegisterExtension
    private final OwnGateway trusting = new OwnGateway("aktien.login.confirm-after=off");

    @Test
    void guessesCountWithThoseOfTheLogin() throws Exception {
        Person anna = owner(gateway);
        int guesses = 0;
        Person.Answer answer = guess(anna);
        while (answer.status() == 403) {
            guesses++;
            answer = guess(anna);
        }
        assertThat(guesses).as("one of five was the set-up").isEqualTo(4);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("12");
        assertThat(answer.json().path("code").asString()).isEqualTo("rate_limited");
        assertThat(anna.logIn("Anna", Person.PASSWORD).status()).isEqualTo(429);
    }

    private static Person.Answer guess(Person anna) {
        return anna.post("/api/session/confirm", "{\"password\":\"a guess of somebody\"}");
    }

    @Test
    void withoutTheSettingAnOpenBrowserIsEnough() throws Exception {
        Person anna = owner(gateway);
        forget(gateway);
        assertThat(anna.post("/api/commands/place_order", ORDER).status()).isEqualTo(403);

        Person bert = owner(trusting);
        forget(trusting);
        assertThat(bert.post("/api/commands/place_order", ORDER).status()).isEqualTo(200);
        Person.Answer confirmed =
                bert.post(
                        "/api/session/confirm", "{\"password\":\"%s\"}".formatted(Person.PASSWORD));
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.json().path("confirmed_until").isString()).isFalse();
    }

    private static Person owner(OwnGateway gateway) throws Exception {
        return Person.owner(gateway.port(), Path.of(gateway.setting("AKTIEN_DATA_DIR")));
    }

    private static void forget(OwnGateway gateway) {
        gateway.bean(GatewayDatabase.class)
                .client()
                .sql("UPDATE sessions SET password_at = 0, confirmed_at = 0")
                .update();
    }
}
