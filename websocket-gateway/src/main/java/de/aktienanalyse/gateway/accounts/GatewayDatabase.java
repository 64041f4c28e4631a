package de.aktienanalyse.gateway.accounts;

import com.zaxxer.hikari.HikariDataSource;
import de.aktienanalyse.sqlite.SqlitePool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The gateway's own SQLite file. Several gateways of one machine may share it.
///
/// No data source among Spring's beans: the bus would take it for a service's database and keep an
/// outbox in it, which a gateway has no use for.
public final class GatewayDatabase implements AutoCloseable {
    private final HikariDataSource dataSource;
    private final JdbcClient client;
    private final TransactionTemplate transactions;

    public GatewayDatabase(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder, e);
        }
        dataSource = SqlitePool.open(folder.resolve("gateway.db"));
        dataSource.setPoolName("gateway");
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/gateway")
                .load()
                .migrate();
        client = JdbcClient.create(dataSource);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    public JdbcClient client() {
        return client;
    }

    @SuppressWarnings("NullAway") // The template passes on what the work returns.
    public <T extends @Nullable Object> T within(Supplier<T> work) {
        return transactions.execute(_ -> work.get());
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
