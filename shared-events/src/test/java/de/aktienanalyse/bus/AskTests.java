package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.OrderEvent.Side;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a command comes to when it is repeated, fails, or meets a full bus.
class AskTests {
    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private BusNode node;

    @BeforeEach
    void connect() {
        node = node("verwaltung-1");
        node.redis.open();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    BusNode node(String instance) {
        return new BusNode("verwaltung", instance, redis.url(), dir.resolve("depot.db"));
    }

    private void start() {
        node.start();
    }

    @Test
    void aHundredRepeatsHaveOneEffectAndOneAnswerEvenAfterARestartAndAWipe() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        carryOut(effects);
        List<String> answers = askAHundredTimes("before");
        node.close();
        redis.replace();
        node = node("verwaltung-1");
        carryOut(effects);

        answers.addAll(askAHundredTimes("after"));

        assertThat(effects).hasValue(1);
        assertThat(answers).hasSize(200).containsOnly("{\"order_id\":\"number 1\"}");
    }

    private record Placed(String orderId) {}

    private void carryOut(AtomicInteger effects) {
        node.bus.obey(
                CancelOrder.class,
                _ -> Outcome.success(new Placed("number " + effects.incrementAndGet())));
        start();
    }

    /// Each under a correlation id of its own, so that each travels.
    private List<String> askAHundredTimes(String when) throws Exception {
        List<CompletableFuture<Answered>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(
                    node.bus.ask(
                            new CommandEnvelope<>(
                                    "cancel_order",
                                    "c-1",
                                    when + i,
                                    "owner",
                                    null,
                                    null,
                                    Instant.now(),
                                    Instant.now().plusSeconds(60),
                                    null,
                                    new CancelOrder("o-1"))));
        }
        List<String> answers = new ArrayList<>();
        for (CompletableFuture<Answered> answer : asked) {
            answers.add(answer.get(60, TimeUnit.SECONDS).result().text());
        }
        return answers;
    }

    @Test
    void aFullBusRefusesCommandsUntilThereIsRoom() throws Exception {
        node.bus.obey(CancelOrder.class, _ -> Outcome.success(new Placed("o-1")));
        start();
        long used = RedisInfo.number(node.redis.sync().info("memory"), "used_memory");
        node.redis.sync().configSet("maxmemory", Long.toString(used * 10 / 9));
        try {
            await().until(() ->
                    node.bus
                            .ask(cancel("c-" + System.nanoTime(), "o-1", null))
                            .get(20, TimeUnit.SECONDS)
                            .result()
                            .text()
                            .contains("bus_full"));
        } finally {
            node.redis.sync().configSet("maxmemory", "0");
        }
        await().until(() ->
                node.bus
                        .ask(cancel("c-" + System.nanoTime(), "o-1", null))
                        .get(20, TimeUnit.SECONDS)
                        .result()
                        .text()
                        .contains("order_id"));
    }

    @Test
    void anOrderThatIsTriedAgainHoldsBackItsCancellation() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        node.bus.obey(
                PlaceOrder.class,
                _ -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    done.add("placed");
                    return Outcome.success(new Placed("o-1"));
                });
        node.bus.obey(
                CancelOrder.class,
                _ -> {
                    done.add("cancelled");
                    return Outcome.success(new Placed("o-1"));
                });
        start();
        CompletableFuture<Answered> placed =
                node.bus.ask(
                        new CommandEnvelope<>(
                                "place_order",
                                "c-1",
                                "k-1",
                                "owner",
                                null,
                                null,
                                Instant.now(),
                                null,
                                null,
                                new PlaceOrder(
                                        "AAPL",
                                        Side.BUY,
                                        BigDecimal.ONE,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)));
        CompletableFuture<Answered> cancelled = node.bus.ask(cancel("c-2", "o-1", null));

        placed.get(20, TimeUnit.SECONDS);
        cancelled.get(20, TimeUnit.SECONDS);

        assertThat(done).containsExactly("placed", "cancelled");
        assertThat(attempts).hasValue(3);
    }
}
