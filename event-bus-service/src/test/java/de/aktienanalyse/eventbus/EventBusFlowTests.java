package de.aktienanalyse.eventbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.BusCommand.DispatchNotification;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.Command.GetSystemStatus;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.eventbus.adoption.Quarantine;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.journal.JournalEntry;
import de.aktienanalyse.eventbus.journal.JournalQuery;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.Notified;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The service as it is started, on a real Redis, with foreigners at its doors.
class EventBusFlowTests {
    private static final List<EventEnvelope<AnalysisCompleted>> reacted =
            new CopyOnWriteArrayList<>();
    private static final List<Notified> notified = new CopyOnWriteArrayList<>();

    @TempDir static Path directory;

    /// The owner's webhook: down at first.
    private static final List<String> posted = new CopyOnWriteArrayList<>();

    private static HttpServer webhook;
    private static TestRedis redis;
    private static ConfigurableApplicationContext service;

    @Configuration(proxyBeanMethods = false)
    static class Neighbours {
        @Bean
        Flow auswertung() {
            return new Flow("auswertung.performance-analytics")
                    .hears(AnalysisCompleted.class)
                    .quietly(reacted::add);
        }

        @Bean
        Flow gateway() {
            return new Flow("data-web-app.inbox")
                    .hears(Notified.class)
                    .quietly(heard -> notified.add(heard.data()));
        }
    }

    @BeforeAll
    static void start() throws IOException {
        redis = TestRedis.start();
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext(
                "/",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                    boolean down = body.contains("MSFT") && about("MSFT").isEmpty();
                    posted.add(key + " " + body);
                    int status = body.contains("no such page") ? 404 : down ? 503 : 204;
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        webhook.start();
        service =
                new SpringApplicationBuilder(EventBusApplication.class, Neighbours.class)
                        .run(
                                "--AKTIEN_DATA_DIR=" + directory,
                                "--AKTIEN_REDIS_URL=" + redis.url(),
                                "--server.port=0",
                                "--AKTIEN_WEBHOOK_URL=http://127.0.0.1:"
                                        + webhook.getAddress().getPort()
                                        + "/hook",
                                "--logging.level.root=warn");
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
        webhook.stop(0);
    }

    @Test
    void aPlainPublishOfTheSpecsEnvelopeIsAdoptedOnceAndHasItsEffectOnce() {
        publish(Samples.CHANNEL, Samples.analysis("plain-1"));
        publish(Samples.CHANNEL, Samples.analysis("plain-1"));
        publish(Samples.CHANNEL, Samples.analysis("plain-2"));

        await().until(() -> ids(reacted).containsAll(List.of("plain-1", "plain-2")));
        assertThat(ids(reacted).stream().filter("plain-1"::equals)).hasSize(1);
        EventEnvelope<AnalysisCompleted> heard =
                reacted.stream()
                        .filter(each -> each.eventId().equals("plain-1"))
                        .findFirst()
                        .orElseThrow();
        assertThat(heard.position()).matches("stock\\.[0-3]@\\d+-\\d+");
        assertThat(heard.source()).isEqualTo("aktienanalyse.scoring-engine");
        assertThat(heard.timestamp()).isEqualTo("2025-01-25T15:30:00Z");
    }

    @Test
    void anEntryOfTheInboxStreamIsAdoptedOnceAndRemoved() {
        putIntoInbox(Samples.analysis("inbox-1"));
        putIntoInbox(Samples.analysis("inbox-1"));
        putIntoInbox("rubbish");
        putIntoInbox(Samples.analysis("inbox-2"));

        await().until(() -> ids(reacted).containsAll(List.of("inbox-1", "inbox-2")));
        assertThat(ids(reacted).stream().filter("inbox-1"::equals)).hasSize(1);
        await().until(() -> link().sync().xlen(Keys.INBOX) == 0);
    }

    @Test
    void rubbishOnEveryChannelIsCountedAndHarmsNobody() throws Exception {
        for (String family :
                List.of("stock", "market", "trading", "system", "cross", "user", "alerts")) {
            publish(family + ".rubbish", "rubbish");
        }
        publish("aktienanalyse:events:user_commands", "rubbish");
        link().sync().publish("stock.large", new byte[2 * 1024 * 1024]);
        publish(Samples.CHANNEL, Samples.analysis("after-rubbish"));

        await().until(() -> ids(reacted).contains("after-rubbish"));
        await().until(() -> metric("aktien_bus_quarantined_total", "reason=\"not_json\"") >= 7);
        await().until(() -> metric("aktien_bus_quarantined_total", "reason=\"too_large\"") >= 1);
        assertThat(service.getBean(Quarantine.class).newest(500))
                .extracting(Quarantine.Refused::channel)
                .contains("stock.large", "trading.rubbish")
                .doesNotContain("aktienanalyse:events:user_commands");
        assertThat(metric("aktien_bus_adopted_total", "type=\"stock.analysis.completed\""))
                .isPositive();
    }

    @Test
    void whatWasAdoptedStandsInTheJournalAsItWasSaid() {
        publish(Samples.CHANNEL, Samples.analysis("journal-1"));
        EventJournal journal = service.getBean(EventJournal.class);

        await().until(() -> journal.byId("journal-1").isPresent());

        assertThat(journal.find(JournalQuery.ALL.about("AAPL").latestFirst()).items())
                .extracting(JournalEntry::eventId)
                .contains("journal-1");
        assertThat(journal.byId("journal-1").orElseThrow().event().text())
                .contains("\"target_price\":185.50")
                .matches(".*\"position\":\"stock\\.[0-3]@\\d+-\\d+\"}");
    }

    @Test
    void anAlertReachesTheOwnersInbox() {
        publish(
                "alerts.triggered.AAPL",
                """
                {"event_type":"alerts.triggered","data":{"alert_type":"price_threshold","symbol":"AAPL",
                 "message":"AAPL über 180","severity":"warning","trigger_value":181,"current_value":181,"threshold":180,
                 "timestamp":"2025-01-25T15:30:00Z"}}
                """);

        await().until(() ->
                notified.stream().anyMatch(note -> note.message().equals("AAPL über 180")));
    }

    @Test
    void aNotificationReachesTheWebhookAgainAfterAFailureAndUnderOneKey() {
        publish(
                "alerts.triggered.MSFT",
                """
                {"event_type":"alerts.triggered","data":{"alert_type":"price_threshold","symbol":"MSFT",
                 "message":"MSFT über 400","severity":"warning","trigger_value":401,"current_value":401,"threshold":400,
                 "timestamp":"2025-01-25T15:30:00Z"}}
                """);

        await().atMost(Duration.ofSeconds(20)).until(() -> about("MSFT").size() == 2);
        assertThat(about("MSFT").getFirst())
                .isEqualTo(about("MSFT").getLast())
                .contains(
                        "\"title\":\"Alarm für MSFT\"",
                        "\"message\":\"MSFT über 400\"",
                        "\"severity\":\"warning\"");
        String key = about("MSFT").getFirst();
        String commandId = key.substring(key.indexOf('/') + 1, key.indexOf(' '));
        await().until(() -> completed(commandId, "success"));
    }

    /// What was posted, each after its key.
    private static List<String> about(String what) {
        return posted.stream().filter(post -> post.contains(what)).toList();
    }

    @Test
    void aWebhookThatRefusesIsAnsweredAndNotTriedAgain() throws Exception {
        Answered answer = ask(new DispatchNotification(null, "test", "no such page", null, null));

        assertThat(answer.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(answer.result().text()).contains("webhook_refused", "404");
        assertThat(about("no such page")).hasSize(1);
    }

    private static boolean completed(String commandId, String status) {
        return service
                .getBean(EventJournal.class)
                .find(JournalQuery.ALL.latestFirst())
                .items()
                .stream()
                .map(entry -> entry.event().text())
                .anyMatch(event ->
                        event.contains("\"command_id\":\"" + commandId + "\"")
                                && event.contains("\"status\":\"" + status + "\""));
    }

    @Test
    void theSystemStatusTellsWhoLives() {
        await().untilAsserted(() -> {
            Answered answer = ask(new GetSystemStatus());
            assertThat(answer.status()).isEqualTo(AnswerStatus.SUCCESS);
            assertThat(answer.result().text())
                    .contains(
                            "\"event-bus-service\":\"online\"",
                            "\"verwaltung\":\"offline\"",
                            "\"overall_health\":17",
                            "\"analytics\":{\"total_events\":");
        });
    }

    private static Answered ask(Command command) throws Exception {
        String id = "status-" + System.nanoTime();
        return service.getBean(EventBus.class)
                .ask(
                        new CommandEnvelope<>(
                                CommandTypes.nameOf(command.getClass()),
                                id,
                                id,
                                "owner",
                                null,
                                null,
                                Instant.now(),
                                null,
                                null,
                                command))
                .get(10, TimeUnit.SECONDS);
    }

    private static List<String> ids(List<EventEnvelope<AnalysisCompleted>> heard) {
        return heard.stream().map(EventEnvelope::eventId).toList();
    }

    private static RedisLink link() {
        return service.getBean(RedisLink.class);
    }

    private static void publish(String channel, String text) {
        link().sync().publish(channel, Samples.bytes(text));
    }

    private static void putIntoInbox(String text) {
        link().sync().xadd(Keys.INBOX, Map.of(Keys.EVENT_FIELD, Samples.bytes(text)));
    }

    private static double metric(String name, String label) throws Exception {
        String port = service.getEnvironment().getProperty("local.server.port");
        String scraped =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + port
                                                                + "/actuator/prometheus"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return scraped.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
