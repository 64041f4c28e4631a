package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every bus promises to who asks, whatever carries it.
abstract class AskContract {
    static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    abstract EventBus bus();

    /// From here on the bus delivers.
    abstract void start();

    static Cancelled cancelled(String orderId, String symbol) {
        return new Cancelled(
                orderId, symbol, "by user", new BigDecimal("1.50"), NOON, null, null, null);
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

    static <E extends Event> EventBus.Reaction<E> quietly(List<EventEnvelope<E>> heard) {
        return event -> {
            heard.add(event);
            return List.of();
        };
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
        assertThat(answer.byEvent()).as("only this one hears it").isFalse();
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
            assertThat(join(answer).byEvent()).isTrue();
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
}
