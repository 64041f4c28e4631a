package de.aktienanalyse.bus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A [TestPostgres] for all tests of a class, with a database for each. Without an installed one
/// they are skipped.
final class CleanPostgres implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private @Nullable TestPostgres postgres;
    private int databases;
    private String url = "";

    /// The address of this test's database.
    String url() {
        return url;
    }

    BusNode node(String service, String instance, String redisUrl) {
        return new BusNode(service, instance, redisUrl, url, Clock.systemUTC());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(TestPostgres.isInstalled(), "PostgreSQL is not installed");
        postgres = TestPostgres.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        url = Objects.requireNonNull(postgres).newDatabase("depot" + ++databases);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (postgres != null) {
            postgres.close();
        }
    }
}
