package de.aktienanalyse.eventbus.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.eventbus.Samples;
import de.aktienanalyse.eventbus.TestDatabase;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionException;
import org.springframework.util.unit.DataSize;

class AdoptionTests {
    @TempDir Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryEventBus bus = new InMemoryEventBus("event-bus-service");
    private final List<String> reacted = new CopyOnWriteArrayList<>();
    private TestDatabase database;
    private Quarantine quarantine;
    private Adoption adoption;
    private OpenDoor door;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
        build(limits(10_000, 1000));
    }

    private static AdoptionLimits limits(int waiting, int rows) {
        return new AdoptionLimits(
                waiting, DataSize.ofMegabytes(4), rows, 1_000_000, Duration.ofDays(30));
    }

    private void build(AdoptionLimits limits) {
        quarantine = new Quarantine(database.client(), limits, Clock.systemUTC());
        adoption =
                new Adoption(
                        new EventCodec(),
                        bus,
                        database.client(),
                        database.transactions(),
                        quarantine,
                        limits,
                        meters,
                        Clock.systemUTC(),
                        new Random(1));
        door = new OpenDoor(adoption, limits);
    }

    @AfterEach
    void close() {
        door.stop();
        database.close();
    }

    private void start() {
        bus.watchAll(heard -> door.hear(heard));
        bus.inbox(adoption::takeFromInbox);
        bus.react(
                "auswertung.performance-analytics",
                AnalysisCompleted.class,
                heard -> {
                    reacted.add(heard.eventId());
                    return List.of();
                });
        bus.start();
        door.start();
    }

    @Test
    void aPlainPublishTakesPartOnce() {
        start();

        bus.hear(Samples.CHANNEL, Samples.bytes(Samples.ANALYSIS));
        bus.hear(Samples.CHANNEL, Samples.bytes(Samples.ANALYSIS));

        await().until(() -> count("aktien_bus_adopted_again") == 1);
        assertThat(count("aktien_bus_adopted")).isEqualTo(1);
        assertThat(reacted).containsExactly("uuid-12345");
        assertThat(bus.said())
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.position()).matches("stock\\.[0-3]@\\d+-1");
                    assertThat(said.source()).isEqualTo("aktienanalyse.scoring-engine");
                });
    }

    @Test
    void anEntryOfTheInboxTakesPartOnceWhicheverDoorItsRepeatComesThrough() throws Exception {
        start();

        bus.putIntoInbox(Samples.bytes(Samples.ANALYSIS));
        bus.putIntoInbox(Samples.bytes(Samples.ANALYSIS));
        bus.hear(Samples.CHANNEL, Samples.bytes(Samples.ANALYSIS));

        await().until(() -> count("aktien_bus_adopted_again") == 2);
        assertThat(reacted).containsExactly("uuid-12345");
    }

    @Test
    void aForeignPriceIsTheLatest() {
        start();

        bus.hear(
                "market.data.realtime.AAPL",
                Samples.bytes(
                        """
                        {"event_type":"market.data.realtime","data":{"symbol":"AAPL","price":182.50,
                         "timestamp":"2025-01-25T15:30:00Z","source":"feed"}}
                        """));

        await().until(() -> count("aktien_bus_adopted") == 1);
        assertThat(bus.said())
                .extracting(EventEnvelope::position)
                .singleElement()
                .asString()
                .startsWith("latest@");
    }

    @Test
    void whatOurOwnServicesSayIsNoneOfItsBusiness() {
        start();

        bus.hear("aktienanalyse:events:user_commands", Samples.bytes("rubbish"));
        bus.hear("aktienanalyse:events:websocket", Samples.bytes(Samples.ANALYSIS));
        bus.hear(Samples.CHANNEL, Samples.bytes("rubbish"));

        await().until(() -> count("aktien_bus_quarantined") == 1);
        assertThat(bus.said()).isEmpty();
    }

    @Test
    void rubbishIsKeptWithItsReasonAndDoesNotHarmItsNeighbours() {
        start();

        bus.hear("stock.x", Samples.bytes("{\"event_type\":"));
        bus.hear("stock.y", Samples.bytes(Samples.ANALYSIS.replace("18.5", "99")));
        bus.hear("stock.z", new byte[10 * 1024 * 1024]);
        bus.hear("stock.w", Samples.bytes("{\"event_type\":\"weather.changed\",\"data\":{}}"));
        bus.hear(Samples.CHANNEL, Samples.bytes(Samples.ANALYSIS));

        await().until(() -> reacted.equals(List.of("uuid-12345")));
        assertThat(quarantine.newest(10))
                .extracting(
                        Quarantine.Refused::channel,
                        Quarantine.Refused::reason,
                        Quarantine.Refused::field)
                .containsExactly(
                        tuple("stock.w", "unknown_type", "event_type"),
                        tuple("stock.z", "too_large", null),
                        tuple("stock.y", "invalid_field", "data.score"),
                        tuple("stock.x", "not_json", null));
        assertThat(quarantine.newest(4).get(1))
                .satisfies(large -> {
                    assertThat(large.size()).isEqualTo(10 * 1024 * 1024);
                    assertThat(large.text()).hasSize(64 * 1024);
                });
        assertThat(meters.counter("aktien_bus_quarantined", "reason", "too_large").count())
                .isEqualTo(1);
    }

    @Test
    void theQuarantineKeepsTheNewest() {
        build(limits(10_000, 20));
        start();

        for (int i = 0; i < 500; i++) {
            bus.hear("stock.x", Samples.bytes("rubbish " + i));
        }

        await().until(() -> count("aktien_bus_quarantined") == 500);
        List<Quarantine.Refused> kept = quarantine.newest(1000);
        assertThat(kept.size()).isBetween(20, 40);
        assertThat(kept.getFirst().text()).isEqualTo("rubbish 499");
    }

    @Test
    void aFloodIsCountedAndNeitherBlocksNorEndsAnything() {
        build(limits(100, 20));
        start();
        byte[] rubbish = new byte[4096];

        for (int i = 0; i < 20_000; i++) {
            bus.hear("stock.x", rubbish);
        }

        await().until(() -> count("aktien_bus_quarantined") == 20_000);
        assertThat(adoption.refused()).isEqualTo(20_000);
        bus.hear(Samples.CHANNEL, Samples.bytes(Samples.ANALYSIS));
        await().until(() -> reacted.equals(List.of("uuid-12345")));
    }

    @Test
    void aMessageThatTheBusDoesNotTakeIsQuarantinedAndItsNeighboursAreSaid() {
        AtomicBoolean broken = new AtomicBoolean(true);
        bus.watchAll(heard -> {
            if (broken.get() && new String(heard.json()).contains("\"bad\"")) {
                throw new IllegalStateException("cannot be said");
            }
        });
        bus.start();
        ForeignMessage good = message(Samples.analysis("good"));
        ForeignMessage bad = message(Samples.analysis("bad"));

        adoption.take(List.of(good, bad));

        assertThat(quarantine.newest(10))
                .extracting(Quarantine.Refused::reason)
                .containsExactly("not_said");
        broken.set(false);
        adoption.take(List.of(bad));
        assertThat(bus.said()).extracting(EventEnvelope::eventId).contains("good", "bad");
    }

    /// The reader of the inbox brings the entry again; the door holds its messages back.
    @Test
    void whileTheDatabaseDoesNotAnswerNothingIsTaken() {
        bus.start();
        database.close();

        assertThatThrownBy(() -> adoption.takeFromInbox("1-1", Samples.bytes(Samples.ANALYSIS)))
                .isInstanceOf(TransactionException.class);
        assertThat(bus.said()).isEmpty();
        assertThat(count("aktien_bus_quarantined")).isZero();
    }

    @Test
    void anIdIsForgottenAfterItsTime() {
        bus.start();
        adoption.take(List.of(message(Samples.ANALYSIS)));

        adoption.forgetOldIds();
        adoption.take(List.of(message(Samples.ANALYSIS)));
        assertThat(count("aktien_bus_adopted")).isEqualTo(1);

        database.client().sql("update adopted_event set adopted_at = 0").update();
        adoption.forgetOldIds();
        adoption.take(List.of(message(Samples.ANALYSIS)));
        assertThat(count("aktien_bus_adopted")).isEqualTo(2);
    }

    private static ForeignMessage message(String json) {
        return ForeignMessage.of(Samples.CHANNEL, Samples.bytes(json));
    }

    private double count(String counter) {
        return meters.find(counter).counters().stream().mapToDouble(each -> each.count()).sum();
    }
}
