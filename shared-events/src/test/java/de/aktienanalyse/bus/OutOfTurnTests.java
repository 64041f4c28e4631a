package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.AskContract.cancel;
import static de.aktienanalyse.bus.AskContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An instance that was stopped wakes up and reads once more, before it learns that another owns
/// the partition by now. What it was given it cannot commit; the owner must do it, and in turn.
class OutOfTurnTests {
    private static final String STREAM =
            Keys.stream(Keys.partition("trading", Partitions.of("AAPL")));

    private static final String QUEUE = Keys.queue("order.execution");

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private BusNode node;

    /// Speaks from another database, since the owner's is taken while it has an event in hand.
    private BusNode speaker;

    @BeforeEach
    void connect() {
        node = node("verwaltung-1");
        node.redis.open();
        speaker = new BusNode("auswertung", "auswertung-1", redis.url(), dir.resolve("other.db"));
    }

    BusNode node(String instance) {
        return new BusNode("verwaltung", instance, redis.url(), dir.resolve("depot.db"));
    }

    @AfterEach
    void disconnect() {
        goOn.countDown();
        speaker.close();
        node.close();
    }

    /// The first one stays in hand until the test goes on.
    private void take(String id) throws InterruptedException {
        if (inHand.getCount() > 0) {
            inHand.countDown();
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        }
        done.add(id);
    }

    private void react() {
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    take(event.data().orderId());
                    return List.of();
                });
        node.start();
        speaker.start();
    }

    private void obey() {
        node.bus.obey(
                CancelOrder.class,
                command -> {
                    take(command.data().orderId());
                    return Outcome.success(command.data());
                });
        node.start();
        speaker.start();
    }

    /// Reads one entry as the instance does that woke up.
    private void readAsTheOther(String stream, String group) {
        await().until(() -> {
            List<StreamMessage<String, byte[]>> got =
                    node.redis
                            .sync()
                            .xreadgroup(
                                    Consumer.from(group, "owner"),
                                    XReadArgs.Builder.count(1),
                                    XReadArgs.StreamOffset.lastConsumed(stream));
            return !got.isEmpty();
        });
    }

    private void oneEventInHandAndOneWithTheOther() throws InterruptedException {
        react();
        speaker.bus.publish(cancelled("o-1", "AAPL"));
        assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
        speaker.bus.publish(cancelled("o-2", "AAPL"));
        readAsTheOther(STREAM, "a.first");
    }

    private void oneCommandInHandAndOneWithTheOther() throws InterruptedException {
        obey();
        var _ = speaker.bus.ask(cancel("c-1", "o-1", null));
        assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
        var _ = speaker.bus.ask(cancel("c-2", "o-2", null));
        readAsTheOther(QUEUE, "verwaltung");
    }

    @Test
    void anEventThatAnotherWasGivenIsNotOvertaken() throws Exception {
        oneEventInHandAndOneWithTheOther();
        speaker.bus.publish(cancelled("o-3", "AAPL"));
        await().until(() -> node.redis.sync().xlen(STREAM) == 3);

        goOn.countDown();

        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly("o-1", "o-2", "o-3");
    }

    @Test
    void anEventThatAnotherWasGivenIsTakenAlsoWhenNothingFollows() throws Exception {
        oneEventInHandAndOneWithTheOther();

        goOn.countDown();

        await().atMost(Pending.LOOK.multipliedBy(4)).until(() -> done.size() == 2);
    }

    @Test
    void aCommandThatAnotherWasGivenIsNotOvertaken() throws Exception {
        oneCommandInHandAndOneWithTheOther();
        var _ = speaker.bus.ask(cancel("c-3", "o-3", null));
        await().until(() -> node.redis.sync().xlen(QUEUE) == 3);

        goOn.countDown();

        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly("o-1", "o-2", "o-3");
    }

    @Test
    void aCommandThatAnotherWasGivenIsTakenAlsoWhenNothingFollows() throws Exception {
        oneCommandInHandAndOneWithTheOther();

        goOn.countDown();

        await().atMost(Pending.LOOK.multipliedBy(4)).until(() -> done.size() == 2);
    }
}
