package de.aktienanalyse.bus;

import org.junit.jupiter.api.extension.RegisterExtension;

/// The same where transactions run side by side.
class PostgresOutOfTurnTests extends OutOfTurnTests {
    @RegisterExtension static final CleanPostgres postgres = new CleanPostgres();

    @Override
    BusNode node(String instance) {
        return postgres.node("verwaltung", instance, redis.url());
    }
}
