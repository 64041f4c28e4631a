package de.aktienanalyse.eventbus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.eventbus.TestDatabase;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventJournalTests {
    private static final Instant NOON = Instant.parse("2025-01-25T12:00:00Z");

    @TempDir Path directory;

    private final InMemoryEventBus bus = new InMemoryEventBus("verwaltung");
    private TestDatabase database;
    private EventJournal journal;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
        journal = new EventJournal(database.client(), new EventCodec(), Clock.systemUTC());
        for (Class<? extends Event> type : EventTypes.all()) {
            if (EventTypes.deliveryOf(type) == Delivery.EVERY) {
                write(type);
            }
        }
        bus.start();
    }

    private <E extends Event> void write(Class<E> type) {
        bus.react(
                "event-bus-service.journal",
                type,
                heard -> {
                    journal.append(heard);
                    return List.of();
                });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsTheTextOfAnEventDigitForDigit() {
        bus.publish(
                cancelled("o-1", "AAPL", "1.50"), new Cause("c-1", "cmd-1", "owner", null, null));

        EventEnvelope<Event> said = bus.said().getFirst();
        JournalEntry entry = journal.byId(said.eventId()).orElseThrow();
        assertThat(entry.event().text())
                .isEqualTo(new String(new EventCodec().encode(said), StandardCharsets.UTF_8))
                .contains("\"remaining_quantity\":1.50");
        assertThat(entry.position()).isEqualTo(said.position());
        assertThat(entry.source()).isEqualTo("verwaltung.broker-integration");
        assertThat(entry.correlationId()).isEqualTo("c-1");
        assertThat(entry.causationId()).isEqualTo("cmd-1");
    }

    @Test
    void anEventThatComesAgainIsWrittenOnce() {
        bus.publish(cancelled("o-1", "AAPL", "1"));
        EventEnvelope<Event> said = bus.said().getFirst();

        bus.receive(said);
        journal.append(said);

        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void whatNobodyPromisedToKeepIsNotWrittenDown() {
        bus.publish(
                new PriceUpdated(
                        "AAPL",
                        null,
                        BigDecimal.ONE,
                        null,
                        null,
                        null,
                        null,
                        NOON,
                        "replay",
                        null,
                        null));

        assertThat(journal.size()).isZero();
    }

    @Test
    void isAskedByTypeSubjectSourceAndCorrelation() {
        bus.publish(cancelled("o-1", "AAPL", "1"), new Cause("c-1", null, null, null, null));
        bus.publish(cancelled("o-2", "MSFT", "1"), new Cause("c-2", null, null, null, null));
        bus.publish(new Expired("o-3", "AAPL", null, NOON, null, null, null));
        bus.publish(analysis("AAPL"));

        assertThat(orders(JournalQuery.ALL.ofType("trading.order.cancelled")))
                .containsExactlyInAnyOrder("o-1", "o-2");
        assertThat(orders(JournalQuery.ALL.ofType("trading.order.*")))
                .containsExactlyInAnyOrder("o-1", "o-2", "o-3");
        assertThat(orders(JournalQuery.ALL.ofType("trading.*").about("AAPL")))
                .containsExactlyInAnyOrder("o-1", "o-3");
        assertThat(journal.find(JournalQuery.ALL.saidBy("aktienanalyse.scoring-engine")).items())
                .extracting(JournalEntry::eventType)
                .containsExactly("stock.analysis.completed");
        assertThat(orders(JournalQuery.ALL.causedBy("c-2"))).containsExactly("o-2");
    }

    @Test
    void isAskedByTimeWithTheEndLeftOut() {
        for (int hour = 0; hour < 4; hour++) {
            bus.adopt(at(NOON.plusSeconds(3600L * hour), "e-" + hour));
        }

        assertThat(
                        ids(
                                JournalQuery.ALL.between(
                                        NOON.plusSeconds(3600), NOON.plusSeconds(3 * 3600))))
                .containsExactly("e-1", "e-2");
    }

    @Test
    void pagesNeitherLeaveOutNorRepeatEntriesOfTheSameMoment() {
        for (int i = 0; i < 25; i++) {
            bus.adopt(at(NOON.plusSeconds(i / 10), "e-%02d".formatted(i)));
        }

        List<String> forward = walk(JournalQuery.ALL);
        List<String> backward = walk(JournalQuery.ALL.latestFirst());

        assertThat(forward).hasSize(25).isSorted();
        assertThat(backward).isEqualTo(forward.reversed());
    }

    @Test
    void refusesACursorOrATypeThatIsNone() {
        assertThatThrownBy(() -> JournalQuery.ALL.page(10, "rubbish"))
                .isInstanceOfSatisfying(
                        InvalidEvent.class, e -> assertThat(e.field()).isEqualTo("cursor"));
        assertThatThrownBy(() -> JournalQuery.ALL.ofType("weather.*"))
                .isInstanceOfSatisfying(
                        InvalidEvent.class, e -> assertThat(e.field()).isEqualTo("type"));
    }

    private List<String> walk(JournalQuery query) {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            Page<JournalEntry> page = journal.find(query.page(7, cursor));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
            page.items().forEach(entry -> ids.add(entry.eventId()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return ids;
    }

    private List<String> ids(JournalQuery query) {
        return journal.find(query).items().stream().map(JournalEntry::eventId).toList();
    }

    private List<String> orders(JournalQuery query) {
        return journal.find(query).items().stream()
                .map(entry ->
                        entry.event().text().replaceAll(".*\"order_id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static Cancelled cancelled(String orderId, String symbol, String remaining) {
        return new Cancelled(
                orderId, symbol, "user", new BigDecimal(remaining), NOON, null, null, null);
    }

    private static AnalysisCompleted analysis(String symbol) {
        return new AnalysisCompleted(
                "a-1",
                symbol,
                BigDecimal.TEN,
                BigDecimal.ONE,
                null,
                Recommendation.HOLD,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static EventEnvelope<Event> at(Instant time, String eventId) {
        Cancelled event = cancelled("o", "AAPL", "1");
        return new EventEnvelope<>(
                "trading.order.cancelled",
                eventId,
                time,
                "test",
                "1.0",
                event,
                event.routingKey(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
