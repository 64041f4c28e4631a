package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What ends whoever takes it must not end it for ever.
class KillerTests {
    private static final String QUEUE = Keys.queue("order.execution");

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private BusNode node;

    /// Nobody catches it, so it ends the thread in the middle of its work, as kill -9 does.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void connect() {
        node = node();
        node.redis.open();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    private BusNode node() {
        BusNode made =
                new BusNode("verwaltung", "verwaltung-1", redis.url(), dir.resolve("depot.db"));
        made.bus.obey(
                CancelOrder.class,
                command -> {
                    String order = command.data().orderId();
                    begun.add(order);
                    if (order.equals("killer")) {
                        throw new Killed();
                    }
                    return Outcome.success(Map.of("order_id", order));
                });
        made.bus.inbox((_, _) -> {
            begun.add("inbox");
            throw new Killed();
        });
        return made;
    }

    private void startAnew() {
        node.close();
        node = node();
        node.start();
    }

    private void put(String commandId, String orderId) {
        byte[] json = new EventCodec().encode(cancel(commandId, orderId, null));
        node.redis.sync().xadd(QUEUE, Map.of(Keys.COMMAND_FIELD, json));
    }

    private List<String> answers() {
        return node.jdbc
                .sql("select command_id || ' ' || status from bus_answer order by command_id")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void aCommandThatEndsTheProcessEachTimeIsAnsweredAndTheRestGoesOn() {
        put("c-1", "first");
        put("c-2", "killer");
        put("c-3", "last");
        node.start();
        for (int kills = 1; kills <= QueueReader.ATTEMPTS; kills++) {
            int expected = kills;
            await().dontCatchUncaughtExceptions()
                    .until(() -> begun.stream().filter("killer"::equals).count() == expected);
            startAnew();
        }

        await().dontCatchUncaughtExceptions()
                .until(() -> answers().equals(List.of("c-1 SUCCESS", "c-2 ERROR", "c-3 SUCCESS")));
        assertThat(begun.stream().filter("killer"::equals)).hasSize(QueueReader.ATTEMPTS);
        // Those beside it were not blamed, and had their effect once.
        assertThat(begun).containsOnlyOnce("first", "last");
        await().dontCatchUncaughtExceptions().until(() -> node.redis.sync().xlen(QUEUE) == 0);
    }

    @Test
    void anEntryThatNobodyCanBeAnsweredForIsSetAside() {
        byte[] poison = "{}".getBytes(StandardCharsets.UTF_8);
        node.redis.sync().xadd(Keys.INBOX, Map.of(Keys.EVENT_FIELD, poison));
        node.start();
        for (int kills = 1; kills <= QueueReader.ATTEMPTS; kills++) {
            int expected = kills;
            await().dontCatchUncaughtExceptions().until(() -> begun.size() == expected);
            startAnew();
        }

        await().dontCatchUncaughtExceptions()
                .until(() -> node.redis.sync().xlen(Keys.setAside(Keys.INBOX)) == 1);
        await().dontCatchUncaughtExceptions().until(() -> node.redis.sync().xlen(Keys.INBOX) == 0);
        assertThat(begun).hasSize(QueueReader.ATTEMPTS);
    }
}
