package de.aktienanalyse.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/// The owner mends what a group could not take, from the page to the reaction and back.
class RepairFlowTests {
    private static final String GROUP = "auswertung.performance-analytics";
    private static final List<EventEnvelope<AnalysisCompleted>> taken =
            new CopyOnWriteArrayList<>();
    private static final Set<String> burning = ConcurrentHashMap.newKeySet();

    @TempDir static Path directory;

    private static TestRedis redis;
    private static ConfigurableApplicationContext service;

    @Configuration(proxyBeanMethods = false)
    static class Neighbours {
        @Bean
        Flow auswertung() {
            return new Flow(GROUP)
                    .hears(AnalysisCompleted.class)
                    .quietly(heard -> {
                        if (burning.contains(heard.data().symbol())) {
                            throw new IllegalStateException("it burns");
                        }
                        taken.add(heard);
                    });
        }
    }

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
        service =
                new SpringApplicationBuilder(EventBusApplication.class, Neighbours.class)
                        .run(
                                "--AKTIEN_DATA_DIR=" + directory,
                                "--AKTIEN_REDIS_URL=" + redis.url(),
                                "--server.port=0",
                                "--logging.level.root=off");
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    void aDeadLetterIsRunAgainByTheOwnersWordAndLeavesTheList() throws Exception {
        burning.add("RETRY");
        say("retry-1", "RETRY");
        say("retry-2", "RETRY");
        await().atMost(Duration.ofSeconds(30)).until(() -> listed("retry-1").size() == 1);

        JsonNode letter = listed("retry-1").getFirst();
        assertThat(letter.get("reason").asString()).contains("it burns");
        assertThat(letter.get("attempts").asInt()).isEqualTo(5);
        await().until(() -> listed("retry-2").size() == 1);

        burning.remove("RETRY");
        owner().result(
                        "retry_dead_letters",
                        "{\"group\":\"%s\",\"event_id\":\"retry-1\"}".formatted(GROUP));

        await().until(() -> ids().containsAll(List.of("retry-1", "retry-2")));
        assertThat(ids()).containsSubsequence("retry-1", "retry-2");
        await().until(() -> listed("retry-1").isEmpty() && listed("retry-2").isEmpty());
    }

    @Test
    void aReplayIsTakenByItsGroupOnceMoreUnderItsMark() throws Exception {
        say("replay-1", "REPLAY");
        await().until(() -> ids().contains("replay-1"));
        await().until(() -> count() == 1);

        JsonNode started =
                owner().result(
                                "start_replay",
                                "{\"target\":{\"group\":\"%s\"},\"subject\":\"REPLAY\"}"
                                        .formatted(GROUP));
        String id = started.get("replay_id").asString();

        await().until(() ->
                taken.stream()
                        .anyMatch(heard ->
                                heard.eventId().equals("replay-1") && id.equals(heard.replay())));
        await().until(() ->
                owner().result("get_replays", "{}").at("/items/0/state").asString().equals("done"));
        assertThat(ids().stream().filter("replay-1"::equals)).hasSize(2);
    }

    @Test
    void whatTheOwnerGivesUpHasNoEffectAndItsSubjectGoesOn() throws Exception {
        burning.add("GIVEUP");
        say("giveup-1", "GIVEUP");
        await().atMost(Duration.ofSeconds(30)).until(() -> listed("giveup-1").size() == 1);
        burning.remove("GIVEUP");

        owner().result(
                        "discard_dead_letters",
                        "{\"group\":\"%s\",\"event_id\":\"giveup-1\",\"reason\":\"known\"}"
                                .formatted(GROUP));

        await().until(() -> listed("giveup-1").isEmpty());
        say("giveup-2", "GIVEUP");
        await().until(() -> ids().contains("giveup-2"));
        assertThat(ids()).doesNotContain("giveup-1");
    }

    private static List<JsonNode> listed(String eventId) throws Exception {
        return owner().result("get_dead_letters", "{\"group\":\"%s\"}".formatted(GROUP))
                .get("items")
                .valueStream()
                .filter(letter -> letter.get("event_id").asString().equals(eventId))
                .toList();
    }

    private static Owner owner() {
        return new Owner(service);
    }

    private static List<String> ids() {
        return taken.stream().map(EventEnvelope::eventId).toList();
    }

    private static void say(String id, String symbol) {
        String channel = "stock.analysis.completed." + symbol;
        String event =
                Samples.analysis(id)
                        .replace("\"AAPL\"", "\"" + symbol + "\"")
                        .replace(Samples.CHANNEL, channel);
        service.getBean(RedisLink.class).sync().publish(channel, Samples.bytes(event));
    }

    private static int count() throws Exception {
        return owner().result(
                        "start_replay",
                        "{\"target\":{\"group\":\"%s\"},\"subject\":\"REPLAY\",\"dry_run\":true}"
                                .formatted(GROUP))
                .get("count")
                .asInt();
    }
}
