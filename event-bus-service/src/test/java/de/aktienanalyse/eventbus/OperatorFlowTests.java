package de.aktienanalyse.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Announcement;
import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/// The owner's commands, asked over the bus as the gateway asks them, on a real Redis.
class OperatorFlowTests {
    /// A service that is announced and not there, so that nobody takes what is sent to it.
    private static final String ELSEWHERE = "verwaltung.performance-engine";

    private static final String ROUTING = "aktienanalyse:routing";

    @TempDir static Path directory;

    private static TestRedis redis;
    private static ConfigurableApplicationContext service;

    @Configuration(proxyBeanMethods = false)
    static class Neighbours {
        @Bean
        Flow auswertung() {
            return new Flow("auswertung.performance-analytics")
                    .hears(AnalysisCompleted.class)
                    .quietly(_ -> {});
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
                                "--logging.level.root=warn");
        announceElsewhere();
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    private static void announceElsewhere() {
        link().sync()
                .hset(
                        Announcement.KEY,
                        Map.of(
                                "verwaltung",
                                bytes(
                                        """
                                        {"service":"verwaltung","groups":[{"group":"%s","spontaneous":["trading.order.failed"],
                                        "steps":[{"group":"%s","verb":"react","hears":"portfolio.performance.updated","says":[]},
                                        {"group":"%s","verb":"work","hears":"generate_report","says":[]},
                                        {"group":"%s","verb":"react","hears":"portfolio.cash.changed","says":[]}]}]}
                                        """
                                                .formatted(
                                                        ELSEWHERE, ELSEWHERE, ELSEWHERE,
                                                        ELSEWHERE))));
    }

    @Test
    void theJournalIsReadPageByPageAndAnEventWithItsCauses() throws Exception {
        say("journal-a", null);
        say("journal-b", "journal-a");
        say("journal-c", "journal-b");
        await().until(() -> service.getBean(EventJournal.class).byId("journal-c").isPresent());

        JsonNode first =
                result(
                        "get_journal",
                        "{\"event_type\":\"stock.*\",\"oldest_first\":true,\"limit\":1}");
        assertThat(first.get("items").size()).isEqualTo(1);
        JsonNode second =
                result(
                        "get_journal",
                        "{\"event_type\":\"stock.*\",\"oldest_first\":true,\"limit\":1,\"cursor\":\"%s\"}"
                                .formatted(first.get("next_cursor").asString()));
        assertThat(second.at("/items/0/event_id").asString())
                .isNotEqualTo(first.at("/items/0/event_id").asString());

        JsonNode chain = result("get_event", "{\"event_id\":\"journal-b\"}");
        assertThat(chain.at("/causes/0/event_id").asString()).isEqualTo("journal-a");
        assertThat(chain.at("/effects/0/event_id").asString()).isEqualTo("journal-c");
        assertRefused("get_event", "{\"event_id\":\"nothing\"}", "event_id");
        assertRefused("get_journal", "{\"event_type\":\"no.such\"}", "event_type");
        assertRefused("get_journal", "{\"cursor\":\"nonsense\"}", "cursor");
    }

    @Test
    void deadLettersAreListedAndInstructionsReachTheirService() throws Exception {
        for (String id : new String[] {"dead-1", "dead-2"}) {
            link().sync()
                    .hset(
                            "aktienanalyse:dead:" + ELSEWHERE,
                            Map.of(
                                    id,
                                    bytes(
                                            """
                                            {"group":"%s","event_id":"%s","event_type":"portfolio.cash.changed","subject":"depot-1",
                                            "reason":"it burns","stack_hash":"abc","attempts":5,"parked":false,
                                            "at":"2025-01-25T12:00:0%cZ","service":"verwaltung","payload":{"amount":1.50}}
                                            """
                                                    .formatted(
                                                            ELSEWHERE,
                                                            id,
                                                            id.charAt(id.length() - 1)))));
        }

        JsonNode first = result("get_dead_letters", "{\"limit\":1}");
        assertThat(first.at("/items/0/event_id").asString()).isEqualTo("dead-2");
        JsonNode second =
                result(
                        "get_dead_letters",
                        "{\"limit\":1,\"cursor\":\"%s\"}"
                                .formatted(first.get("next_cursor").asString()));
        assertThat(second.at("/items/0/event_id").asString()).isEqualTo("dead-1");
        assertThat(second.at("/items/0/reason").asString()).isEqualTo("it burns");

        JsonNode retried = result("retry_dead_letters", "{\"group\":\"%s\"}".formatted(ELSEWHERE));
        assertThat(retried.get("matching").asInt()).isEqualTo(2);
        result(
                "discard_dead_letters",
                "{\"group\":\"%s\",\"event_id\":\"dead-1\",\"reason\":\"known\"}"
                        .formatted(ELSEWHERE));
        await().until(() -> link().sync().xlen("aktienanalyse:queue:bus.verwaltung") == 2);
        JsonNode instruction =
                tree(
                        link().sync()
                                .xrange("aktienanalyse:queue:bus.verwaltung", Range.unbounded())
                                .get(1)
                                .getBody()
                                .getOrDefault("instruction", new byte[0]));
        assertThat(instruction.get("action").asString()).isEqualTo("discard");
        assertThat(instruction.get("group").asString()).isEqualTo(ELSEWHERE);
        assertThat(instruction.get("event_id").asString()).isEqualTo("dead-1");
        assertThat(instruction.get("reason").asString()).isEqualTo("known");
        assertThat(instruction.get("actor").asString()).isEqualTo("owner");

        assertThat(
                        result("retry_dead_letters", "{\"group\":\"report.generation\"}")
                                .get("service")
                                .asString())
                .isEqualTo("verwaltung");
        assertRefused("retry_dead_letters", "{\"group\":\"nobody.here\"}", "group");
        assertRefused(
                "retry_dead_letters",
                "{\"group\":\"%s\",\"event_id\":\"dead-9\"}".formatted(ELSEWHERE),
                "event_id");
        assertThat(result("get_system_status", "{}").at("/bus/dead_letters/" + ELSEWHERE).asInt())
                .isEqualTo(2);
    }

    @Test
    void theRoutingTableIsMirroredChangedAndRepairedAfterAWipe() throws Exception {
        await().untilAsserted(() -> {
            assertThat(field("portfolio.performance.*")).contains(ELSEWHERE);
            // Not in the specification's table, but declared: it must not starve.
            assertThat(field("portfolio.cash.changed")).isEqualTo("[\"" + ELSEWHERE + "\"]");
            assertThat(field("@targets"))
                    .contains(ELSEWHERE, "auswertung.performance-analytics")
                    .doesNotContain("event-bus-service.journal");
        });
        assertThat(field("cross.system.*")).contains(ELSEWHERE).doesNotContain("all_modules");

        assertRefused(
                "set_route",
                "{\"pattern\":\"stock.*\",\"targets\":[\"%s\",\"nobody.here\"]}"
                        .formatted(ELSEWHERE),
                "targets[1]");
        assertRefused(
                "set_route", "{\"pattern\":\"no.*\",\"targets\":[\"all_modules\"]}", "pattern");
        result(
                "set_route",
                "{\"pattern\":\"stock.analysis.*\",\"targets\":[\"%s\"]}".formatted(ELSEWHERE));
        await().until(() -> field("stock.analysis.*").equals("[\"" + ELSEWHERE + "\"]"));
        JsonNode routing = result("get_routing", "{}");
        assertThat(target(routing, "auswertung.performance-analytics").get("not_routed").toString())
                .contains("stock.analysis.completed");
        assertThat(target(routing, "auswertung.performance-analytics").get("lag").isNumber())
                .isTrue();

        link().sync().del(ROUTING);
        await().until(() -> field("stock.analysis.*").equals("[\"" + ELSEWHERE + "\"]"));

        result("delete_route", "{\"pattern\":\"stock.analysis.*\"}");
        await().until(() -> field("stock.analysis.*").isEmpty());
        assertRefused("delete_route", "{\"pattern\":\"stock.analysis.*\"}", "pattern");

        result("reset_routing", "{}");
        await().until(() -> field("stock.analysis.*").contains("auswertung.performance-analytics"));
    }

    @Test
    void schemasAreShownAndABreakingOneIsRefused() throws Exception {
        assertThat(result("get_schemas", "{\"limit\":500}").get("items").size())
                .isGreaterThan(CommandTypes.all().size());
        JsonNode shown = result("get_schema", "{\"type\":\"stock.analysis.completed\"}");
        assertThat(shown.get("version").asString()).isEqualTo("1.0");
        String schema = shown.get("schema").toString();

        JsonNode same =
                result(
                        "check_schema",
                        "{\"type\":\"stock.analysis.completed\",\"schema\":%s}".formatted(schema));
        assertThat(same.get("compatible").asBoolean()).isTrue();
        Answered broken =
                new Owner(service)
                        .ask(
                                "check_schema",
                                "{\"type\":\"stock.analysis.completed\",\"schema\":%s}"
                                        .formatted(schema.replace("\"score\":", "\"points\":")));
        assertThat(broken.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(broken.result().text())
                .contains(
                        "\"code\":\"breaking_change\"",
                        "\"field\":\"schema\"",
                        "data.score was removed");
        assertRefused("get_schema", "{\"type\":\"no.such\"}", "type");
        assertRefused(
                "get_schema",
                "{\"type\":\"stock.analysis.completed\",\"version\":\"9\"}",
                "version");
        assertThat(result("get_asyncapi", "{}").get("asyncapi").asString()).isEqualTo("3.0.0");

        JsonNode catalogue = result("get_catalogue", "{}");
        assertThat(catalogue.get("events").toString())
                .contains(
                        "\"heard_by\":[\"auswertung.performance-analytics\"",
                        "technical_indicators.rsi");
    }

    @Test
    void theFiguresTellOfTodayPerTypeAndSource() throws Exception {
        String from = Instant.now().minusSeconds(3600).toString();
        // Now is no processing time of an event of 2025: the heartbeats have one.
        await().untilAsserted(() -> {
            JsonNode report = result("get_analytics", "{\"from\":\"%s\"}".formatted(from));
            assertThat(report.get("total_events").asLong()).isPositive();
            assertThat(report.get("events_by_type").has("system.health.status")).isTrue();
            assertThat(report.get("events_by_source").has("event-bus-service")).isTrue();
            assertThat(report.at("/processing_time_by_source/event-bus-service/p99").asDouble())
                    .isPositive();
            assertThat(report.has("error_rate")).isTrue();
            assertThat(report.get("throughput").asDouble()).isPositive();
        });
        assertThat(
                        result("get_analytics", "{\"to\":\"2020-01-01T00:00:00Z\"}")
                                .get("total_events")
                                .asLong())
                .isZero();
    }

    @Test
    void theTopologyTellsWhatIsMissingAndWhatIsUnexpected() throws Exception {
        say("topology-1", null);

        await().untilAsserted(() -> {
            JsonNode topology = result("get_topology", "{}");
            assertThat(topology.get("unexpectedly_said").toString())
                    .contains("aktienanalyse.scoring-engine");
            assertThat(topology.get("never_said").toString()).contains("trading.order.failed");
            assertThat(topology.get("absent_readers").toString()).contains(ELSEWHERE);
            assertThat(topology.get("unexpected_readers").size()).isZero();
        });
    }

    @Test
    void statusHistoryQuarantineAndWhatWasSetAsideAreListed() throws Exception {
        link().sync().publish("stock.listed", bytes("rubbish"));
        link().sync().xadd(Keys.setAside(Keys.INBOX), Map.of(Keys.EVENT_FIELD, bytes("a killer")));
        await().until(() -> result("get_quarantine", "{\"limit\":1}").get("items").size() == 1);

        JsonNode status = result("get_system_status", "{}");
        assertThat(status.at("/bus/redis/used_bytes").asLong()).isPositive();
        assertThat(status.at("/bus/quarantined").asLong()).isPositive();
        assertThat(status.at("/bus/set_aside").toString())
                .isEqualTo("{\"" + Keys.setAside(Keys.INBOX) + "\":1}");
        assertThat(status.at("/bus/lag").has("event-bus-service.journal")).isTrue();
        await().untilAsserted(() ->
                assertThat(
                                result("get_health_history", "{\"service\":\"event-bus-service\"}")
                                        .at("/items/0/status")
                                        .asString())
                        .isEqualTo("online"));
        assertRefused("get_health_history", "{\"cursor\":\"nonsense\"}", "cursor");
        assertRefused("get_quarantine", "{\"cursor\":\"nonsense\"}", "cursor");
    }

    private static JsonNode target(JsonNode routing, String group) {
        return routing.get("targets")
                .valueStream()
                .filter(each -> each.get("target").asString().equals(group))
                .findFirst()
                .orElseThrow();
    }

    private static String field(String name) {
        byte[] value = link().sync().hget(ROUTING, name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static void say(String id, @Nullable String cause) {
        String event = Samples.analysis(id);
        if (cause != null) {
            event = event.replaceFirst("\\{", "{\"causation_id\":\"" + cause + "\",");
        }
        link().sync().publish(Samples.CHANNEL, bytes(event));
    }

    private static JsonNode result(String command, String data) throws Exception {
        return new Owner(service).result(command, data);
    }

    private static void assertRefused(String command, String data, String field) throws Exception {
        assertThat(new Owner(service).ask(command, data).result().text())
                .contains("\"field\":\"" + field + "\"");
    }

    private static JsonNode tree(byte[] json) {
        return service.getBean(EventCodec.class).mapper().readTree(json);
    }

    private static RedisLink link() {
        return service.getBean(RedisLink.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
