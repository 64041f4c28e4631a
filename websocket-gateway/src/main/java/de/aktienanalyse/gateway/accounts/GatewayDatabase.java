package de.aktienanalyse.gateway.accounts;

import com.zaxxer.hikari.HikariDataSource;
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
    private final HikariDataSource dataSource = new HikariDataSource();
    private final JdbcClient client;
    private final TransactionTemplate transactions;

    public GatewayDatabase(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder, e);
        }
        dataSource.setJdbcUrl(
                "jdbc:sqlite:%s?journal_mode=WAL&synchronous=FULL&foreign_keys=on&busy_timeout=5000&transaction_mode=IMMEDIATE"
                        .formatted(folder.resolve("gateway.db")));
        // SQLite has one writer; a second connection would only meet SQLITE_BUSY.
        dataSource.setMaximumPoolSize(1);
        dataSource.setMaxLifetime(0);
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
