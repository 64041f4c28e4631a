package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every bus promises, whatever carries it.
abstract class EventBusContract extends AskContract {
    /// Delivers an event that was delivered before, as after a crash.
    abstract void deliverAgain(EventEnvelope<? extends Event> envelope);

    static PriceUpdated price(String symbol, String price) {
        return new PriceUpdated(
                symbol,
                null,
                new BigDecimal(price),
                null,
                null,
                null,
                null,
                NOON,
                "replay",
                "USD",
                null);
    }

    @Test
    void everyGroupHearsAnEventOnceWithItsDigits() {
        List<EventEnvelope<Cancelled>> first = heard();
        List<EventEnvelope<Cancelled>> second = heard();
        bus().react("a.first", Cancelled.class, quietly(first));
        bus().react("b.second", Cancelled.class, quietly(second));
        start();

        bus().publish(cancelled("o-1", "AAPL"));

        await().until(() -> first.size() == 1 && second.size() == 1);
        assertThat(first.getFirst().data().remainingQuantity()).isEqualTo("1.50");
        assertThat(first.getFirst().source()).isEqualTo("verwaltung.broker-integration");
        assertThat(first.getFirst().routingKey()).isEqualTo("trading.order.cancelled.AAPL");
        assertThat(first.getFirst().position()).matches("trading\\.[0-3]@\\d+-\\d+");
    }

    @Test
    void anEventDeliveredAgainHasNoSecondEffect() {
        List<EventEnvelope<Cancelled>> heard = heard();
        bus().react("a.first", Cancelled.class, quietly(heard));
        start();
        bus().publish(cancelled("o-1", "AAPL"));
        await().until(() -> heard.size() == 1);

        deliverAgain(heard.getFirst());
        bus().publish(cancelled("o-2", "AAPL"));

        await().until(() -> heard.size() >= 2);
        assertThat(heard)
                .extracting(envelope -> envelope.data().orderId())
                .containsExactly("o-1", "o-2");
    }

    @Test
    void eventsOfASubjectKeepTheirOrder() {
        List<EventEnvelope<OrderEvent>> heard = heard();
        bus().react("a.first", OrderEvent.class, quietly(heard));
        start();

        for (int i = 0; i < 200; i++) {
            bus().publish(cancelled("o-" + i, i % 2 == 0 ? "AAPL" : "MSFT"));
        }

        await().until(() -> heard.size() == 200);
        for (String symbol : List.of("AAPL", "MSFT")) {
            List<Integer> numbers =
                    heard.stream()
                            .filter(envelope -> envelope.data().symbol().equals(symbol))
                            .map(envelope ->
                                    Integer.parseInt(envelope.data().orderId().substring(2)))
                            .toList();
            assertThat(numbers).hasSize(100).isSorted();
        }
    }

    @Test
    void aFailedReactionIsTriedAgainAndSaysOnlyWhatItSaidWhenItSucceeded() {
        AtomicInteger attempts = new AtomicInteger();
        List<EventEnvelope<Expired>> followed = heard();
        bus().react(
                        "a.first",
                        Cancelled.class,
                        event -> {
                            int attempt = attempts.incrementAndGet();
                            bus().publish(
                                            new Expired(
                                                    "try-" + attempt,
                                                    "AAPL",
                                                    null,
                                                    NOON,
                                                    null,
                                                    null,
                                                    null));
                            if (attempt < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return List.of(
                                    new Expired("done", "AAPL", null, NOON, null, null, null));
                        });
        bus().react("b.second", Expired.class, quietly(followed));
        start();

        bus().publish(cancelled("o-1", "AAPL"));

        await().until(() -> followed.size() == 2);
        assertThat(followed)
                .extracting(event -> event.data().orderId())
                .containsExactly("try-3", "done");
    }

    @Test
    void anEventThatFailsForEverIsSetAsideWithItsSubjectAndOthersGoOn() {
        List<String> heard = heard();
        bus().react(
                        "a.first",
                        Cancelled.class,
                        event -> {
                            if (event.data().orderId().equals("poison")) {
                                throw new IllegalStateException("poison");
                            }
                            heard.add(event.data().symbol() + " " + event.data().orderId());
                            return List.of();
                        });
        start();

        bus().publish(cancelled("poison", "AAPL"));
        bus().publish(cancelled("behind", "AAPL"));
        bus().publish(cancelled("o-3", "MSFT"));

        await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains("MSFT o-3"));
        await().atMost(Duration.ofSeconds(20)).until(() -> deadLetters() == 2);
        assertThat(heard).containsExactly("MSFT o-3");
    }

    abstract int deadLetters();

    @Test
    void whatFollowsKnowsWhatItFollowsFrom() {
        List<EventEnvelope<Expired>> followed = heard();
        List<EventEnvelope<Cancelled>> first = heard();
        bus().react(
                        "a.first",
                        Cancelled.class,
                        event -> {
                            first.add(event);
                            return List.of(
                                    new Expired("o-1", "AAPL", null, NOON, null, null, null));
                        });
        bus().react("b.second", Expired.class, quietly(followed));
        start();

        bus().publish(
                        cancelled("o-1", "AAPL"),
                        new Cause("correlation-7", "command-7", "owner", null, null));

        await().until(() -> followed.size() == 1);
        assertThat(followed.getFirst().correlationId()).isEqualTo("correlation-7");
        assertThat(followed.getFirst().causationId()).isEqualTo(first.getFirst().eventId());
        assertThat(followed.getFirst().actor()).isEqualTo("owner");
    }

    @Test
    void watchersHearLatestAndTransientLive() {
        List<String> heard = heard();
        bus().watch(PriceUpdated.class, event -> heard.add(event.data().price().toPlainString()));
        bus().watch(DataRequested.class, event -> heard.add(String.valueOf(event.position())));
        start();

        bus().publish(price("AAPL", "182.50"));
        bus().publish(new DataRequested("performance_rankings", "r-1"));

        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactlyInAnyOrder("182.50", "-");
    }

    @Test
    void theCurrentValueIsThereForWhoComesLater() {
        start();
        bus().publish(price("AAPL", "182.50"));
        bus().publish(price("AAPL", "183.10"));

        await().untilAsserted(() ->
                assertThat(bus().current("market").get(5, TimeUnit.SECONDS))
                        .singleElement()
                        .satisfies(raw -> {
                            assertThat(raw.channel()).isEqualTo("market.data.realtime.AAPL");
                            assertThat(raw.json()).asString().contains("\"price\":183.10");
                            assertThat(raw.position()).startsWith("latest@");
                        }));
    }

    @Test
    void aWatcherThatThrowsKeepsListening() {
        List<String> heard = heard();
        bus().watch(
                        PriceUpdated.class,
                        event -> {
                            heard.add(event.data().symbol());
                            throw new IllegalStateException("a bug");
                        });
        start();

        bus().publish(price("AAPL", "1"));
        bus().publish(price("MSFT", "2"));

        await().until(() -> heard.size() == 2);
    }

    @Test
    void onlyEveryCanBeReactedTo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus().react("a.first", PriceUpdated.class, _ -> List.of()))
                .withMessageContaining("watch it");
    }
}
