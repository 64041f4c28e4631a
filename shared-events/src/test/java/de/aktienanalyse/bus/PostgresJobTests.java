package de.aktienanalyse.bus;

import org.junit.jupiter.api.extension.RegisterExtension;

/// The same where transactions run side by side.
class PostgresJobTests extends JobTests {
    @RegisterExtension static final CleanPostgres postgres = new CleanPostgres();

    @Override
    String database() {
        return postgres.url();
    }
}
