package de.aktienanalyse.eventbus;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A real SQLite file with the service's tables, opened as `aktien.yaml` opens it.
public final class TestDatabase implements AutoCloseable {
    private final HikariDataSource dataSource = new HikariDataSource();

    public TestDatabase(Path directory) {
        dataSource.setJdbcUrl(
                "jdbc:sqlite:%s?journal_mode=WAL&synchronous=FULL&foreign_keys=on&busy_timeout=5000&transaction_mode=IMMEDIATE"
                        .formatted(directory.resolve("test.db")));
        dataSource.setMaximumPoolSize(1);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/common")
                .load()
                .migrate();
    }

    public JdbcClient client() {
        return JdbcClient.create(dataSource);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
