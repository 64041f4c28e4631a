package de.aktienanalyse.bus;

import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// An instance that is a process of its own. It keeps its first event in hand, within the
/// transaction and after the effect, until [#GO_ON] is there. It talks with the test by files, as a
/// link may have timed out while it stood still.
final class ReactorProcess {
    static final String NAME = "verwaltung-1";
    static final String IN_HAND = "in-hand";
    static final String GO_ON = "go-on";

    /// How the transaction of the event in hand ended.
    static final String ENDED = "ended";

    private ReactorProcess() {}

    static Process start(String redisUrl, String database, Path talk) throws IOException {
        return ChildJvm.start(ReactorProcess.class, redisUrl, database, talk.toString());
    }

    public static void main(String[] args) throws InterruptedException {
        Path talk = Path.of(args[2]);
        BusNode node = node(NAME, args[0], args[1]);
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    effect(node, NAME, event);
                    if (Files.notExists(talk.resolve(GO_ON))) {
                        keepInHand(talk);
                    }
                    return List.of();
                });
        node.start();
        new CountDownLatch(1).await();
    }

    /// @param database file of SQLite, or address of a database of PostgreSQL
    static BusNode node(String instance, String redisUrl, String database) {
        return BusNode.on(
                database, "verwaltung", instance, redisUrl, Clock.systemUTC(), JobRules.STANDARD);
    }

    static void effect(BusNode node, String byWhom, EventEnvelope<Cancelled> event) {
        node.jdbc
                .sql("insert into effect (place, id, by_whom) select count(*), ?, ? from effect")
                .params(event.data().orderId(), byWhom)
                .update();
    }

    private static void keepInHand(Path talk) throws Exception {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        say(talk, ENDED, status == STATUS_COMMITTED ? "committed" : "refused");
                    }
                });
        say(talk, IN_HAND, "");
        while (Files.notExists(talk.resolve(GO_ON))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void say(Path talk, String name, String text) {
        try {
            Path draft = Files.writeString(talk.resolve(name + ".draft"), text);
            Files.move(draft, talk.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
