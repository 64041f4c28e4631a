package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every bus promises, whatever carries it.
abstract class EventBusContract {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    abstract EventBus bus();

    /// From here on the bus delivers.
    abstract void start();

    /// Delivers an event that was delivered before, as after a crash.
    abstract void deliverAgain(EventEnvelope<? extends Event> envelope);

    static Cancelled cancelled(String orderId, String symbol) {
        return new Cancelled(
                orderId, symbol, "by user", new BigDecimal("1.50"), NOON, null, null, null);
    }

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

    static CommandEnvelope<CancelOrder> cancel(
            String commandId, String orderId, @Nullable Instant expiresAt) {
        return new CommandEnvelope<>(
                CommandTypes.nameOf(CancelOrder.class),
                commandId,
                "correlation-" + commandId,
                "owner",
                "client-1",
                null,
                Instant.now(),
                expiresAt,
                null,
                new CancelOrder(orderId));
    }

    static <T> List<T> heard() {
        return new CopyOnWriteArrayList<>();
    }

    static Answered join(CompletableFuture<Answered> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
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

    @Test
    void aReadIsAnswered() throws Exception {
        bus().obey(
                        GetPortfolio.class,
                        command -> Outcome.success(new Figures(new BigDecimal("1234.50"))));
        start();

        Answered answer =
                join(
                        bus().ask(
                                        new CommandEnvelope<>(
                                                "get_portfolio",
                                                "c-1",
                                                "k-1",
                                                "owner",
                                                null,
                                                null,
                                                Instant.now(),
                                                null,
                                                null,
                                                new GetPortfolio(null))));

        assertThat(answer.status()).isEqualTo(AnswerStatus.SUCCESS);
        assertThat(answer.result().text()).isEqualTo("{\"total_value\":1234.50}");
        assertThat(answer.correlationId()).isEqualTo("k-1");
        assertThat(answer.commandId()).isEqualTo("c-1");
    }

    record Figures(BigDecimal totalValue) {}

    @Test
    void aCommandWithAnEffectHasItOnceHoweverOftenItIsSent() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        List<EventEnvelope<Cancelled>> said = heard();
        bus().obey(
                        CancelOrder.class,
                        command ->
                                Outcome.success(
                                        new Figures(BigDecimal.valueOf(effects.incrementAndGet())),
                                        cancelled(command.data().orderId(), "AAPL")));
        bus().react("a.first", Cancelled.class, quietly(said));
        start();

        List<CompletableFuture<Answered>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(bus().ask(cancel("c-1", "o-1", null)));
        }

        for (CompletableFuture<Answered> answer : answers) {
            assertThat(join(answer).result().text()).isEqualTo("{\"total_value\":1}");
        }
        assertThat(effects).hasValue(1);
        await().until(() -> said.size() == 1);
        assertThat(said.getFirst().correlationId()).isEqualTo("correlation-c-1");
    }

    @Test
    void theSameIdForAnotherCommandIsRefused() throws Exception {
        bus().obey(CancelOrder.class, _ -> Outcome.success(new Figures(BigDecimal.ONE)));
        start();
        join(bus().ask(cancel("c-1", "o-1", null)));

        Answered other = join(bus().ask(cancel("c-1", "o-2", null)));

        assertThat(other.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(other.result().text())
                .contains("idempotency_conflict", "\"field\":\"command_id\"");
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        bus().obey(
                        CancelOrder.class,
                        _ ->
                                Outcome.of(
                                        CommandAnswer.refused(
                                                "unknown_order",
                                                "There is no such order",
                                                "order_id")));
        start();

        Answered answer = join(bus().ask(cancel("c-1", "o-1", null)));

        assertThat(answer.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(answer.result().text())
                .isEqualTo(
                        "{\"code\":\"unknown_order\",\"message\":\"There is no such order\",\"field\":\"order_id\"}");
    }

    @Test
    void aHandlerThatThrowsIsAnsweredAndTheNextCommandIsCarriedOut() throws Exception {
        bus().obey(
                        RefreshPortfolio.class,
                        _ -> {
                            throw new IllegalStateException("a bug");
                        });
        bus().obey(CancelOrder.class, _ -> Outcome.success(new Figures(BigDecimal.ONE)));
        start();

        Answered failed =
                join(
                        bus().ask(
                                        new CommandEnvelope<>(
                                                "refresh_portfolio",
                                                "c-0",
                                                "k-0",
                                                "owner",
                                                null,
                                                null,
                                                Instant.now(),
                                                null,
                                                null,
                                                new RefreshPortfolio(null))));

        assertThat(failed.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(failed.result().text()).contains("internal_error");
        assertThat(join(bus().ask(cancel("c-1", "o-1", null))).status())
                .isEqualTo(AnswerStatus.SUCCESS);
    }

    @Test
    void aCommandThatComesTooLateIsRefusedAndHasNoEffect() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        bus().obey(
                        CancelOrder.class,
                        _ ->
                                Outcome.success(
                                        new Figures(
                                                BigDecimal.valueOf(effects.incrementAndGet()))));
        start();

        Answered answer = join(bus().ask(cancel("c-1", "o-1", Instant.now().minusSeconds(1))));

        assertThat(answer.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(answer.result().text()).contains("expired");
        assertThat(effects).hasValue(0);
    }

    private static <E extends Event> EventBus.Reaction<E> quietly(List<EventEnvelope<E>> heard) {
        return event -> {
            heard.add(event);
            return List.of();
        };
    }
}
