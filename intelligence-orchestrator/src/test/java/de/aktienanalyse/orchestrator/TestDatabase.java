package de.aktienanalyse.orchestrator;

import com.zaxxer.hikari.HikariDataSource;
import de.aktienanalyse.sqlite.SqlitePool;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A real SQLite file with the service's tables, opened as `aktien.yaml` opens it.
public final class TestDatabase implements AutoCloseable {
    private final HikariDataSource dataSource;

    public TestDatabase(Path directory) {
        dataSource = SqlitePool.open(directory.resolve("test.db"));
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
