package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What one asks for is done by the thread that writes to all: nobody has as much of it as they
/// like.
class RateLimitTests {
    private static final int BURST = 15;

    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.limits.read-burst=" + BURST,
                    "aktien.gateway.limits.handshakes-per-minute=3");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/market/prices",
                "/api/events?event_types=*&wait=0",
                "/api/connections",
                "/api/openapi.json",
            })
    void whoAsksInALoopWaitsAndOthersDoNot(String path) throws Exception {
        Person.Answer answer = get(path);
        for (int i = 0; i < 20 * BURST && answer.status() != 429; i++) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            answer = get(path);
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).contains("json");
        assertThat(answer.json().path("code").asString()).isEqualTo("rate_limited");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(viewer().get("/api/market/prices").status()).isEqualTo(200);
        await().until(() -> get(path).status() == 200);
    }

    @Test
    void aStreamThatIsAskedForByPostCountsAsWell() {
        Person.Answer answer = post("/api/events/stream", "{}");
        for (int i = 0; i < 20 * BURST && answer.status() != 429; i++) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            answer = post("/api/events/stream", "{}");
        }

        assertThat(answer.status()).isEqualTo(429);
    }

    @Test
    void whoPollsAgainAsSoonAsItIsAnsweredIsNeverRefusedAndMissesNothing() {
        JsonNode answer = poll("");
        List<String> came = new ArrayList<>();
        for (int i = 0; i < 3 * BURST; i++) {
            gateway.bus().publish(SampleEvents.fill("poll-" + i));
            answer = poll("&positions=" + answer.path("next").asString());
            answer.path("messages")
                    .forEach(message -> came.add(message.at("/data/order_id").asString()));
        }

        assertThat(came).hasSize(3 * BURST).doesNotHaveDuplicates();
    }

    @Test
    void anAddressTriesSoManyTimesAMinuteToOpenASocket() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawClient.connect(gateway.port()).close();
        }
        try (RawClient fourth = new RawClient(gateway.port(), 4096)) {
            assertThat(fourth.request(RawClient.handshake(gateway.port(), "/ws", "")))
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: 10");
        }
    }

    private JsonNode poll(String from) {
        String wait = from.isEmpty() ? "&wait=0" : "&wait=10";
        Person.Answer answer = get("/api/events?event_types=trading.*" + wait + from);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Person.Answer get(String path) {
        return new Person(gateway.port())
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + gateway.port() + path))
                                .header("Authorization", "Bearer " + FreshData.TOKEN));
    }

    private Person.Answer post(String path, String json) {
        return new Person(gateway.port())
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + gateway.port() + path))
                                .header("Authorization", "Bearer " + FreshData.TOKEN)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json)));
    }

    private Person viewer() throws Exception {
        Person anna = Person.owner(gateway.port(), Path.of(gateway.setting("AKTIEN_DATA_DIR")));
        String invitation =
                anna.post("/api/users/invitations", "{\"name\":\"Bob\",\"role\":\"VIEWER\"}")
                        .json()
                        .path("link")
                        .asString();
        Person bob = new Person(gateway.port());
        bob.setUp(invitation.substring(invitation.indexOf('=') + 1), "");
        return bob;
    }
}
