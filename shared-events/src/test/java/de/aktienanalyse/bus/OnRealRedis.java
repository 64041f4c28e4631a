package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a Redis other than the one that comes with the tests.
abstract class OnRealRedis extends EventBusContract {
    @TempDir Path dir;

    BusNode node;

    abstract String url();

    @BeforeEach
    void connect() {
        node = new BusNode("verwaltung", "verwaltung-1", url(), dir.resolve("depot.db"));
        node.redis.open();
        node.redis.sync().flushall();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    @Override
    EventBus bus() {
        return node.bus;
    }

    @Override
    void start() {
        node.start();
    }

    @Override
    void deliverAgain(EventEnvelope<? extends Event> envelope) {
        node.deliverAgain(envelope);
    }

    @Override
    int deadLetters() {
        return node.jdbc.sql("select count(*) from bus_dead_letter").query(Integer.class).single();
    }
}
