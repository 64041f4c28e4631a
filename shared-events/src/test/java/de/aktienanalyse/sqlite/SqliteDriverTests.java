package de.aktienanalyse.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Two pools on one file, as two instances of a service have it.
class SqliteDriverTests {
    @TempDir Path dir;
    private HikariDataSource ours;
    private HikariDataSource other;
    private JdbcClient jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() {
        ours = pool();
        other = pool();
        jdbc = JdbcClient.create(ours);
        transaction = new TransactionTemplate(new JdbcTransactionManager(ours));
        jdbc.sql("create table said (n integer)").update();
    }

    @AfterEach
    void close() {
        ours.close();
        other.close();
    }

    private HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDriverClassName(SqliteDriver.class.getName());
        pool.setJdbcUrl(
                "jdbc:sqlite:"
                        + dir.resolve("shared.db")
                        + "?journal_mode=WAL&busy_timeout=20&transaction_mode=IMMEDIATE");
        pool.setMaximumPoolSize(1);
        return pool;
    }

    @Test
    void afterATransactionThatCouldNotBeginTheNextIsAWholeOne() throws SQLException {
        try (Connection holder = other.getConnection()) {
            holder.setAutoCommit(false);
            assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> say(1)))
                    .isInstanceOf(CannotCreateTransactionException.class);
            holder.rollback();
        }

        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(_ -> {
                            say(2);
                            throw new IllegalStateException("undo it");
                        }))
                .hasMessage("undo it");
        transaction.executeWithoutResult(_ -> say(3));

        assertThat(said()).hasToString("[3]");
    }

    @Test
    void aCommitSucceedsThoughAnotherWriterIsNext() throws SQLException {
        try (Connection first = ours.getConnection();
                Connection second = other.getConnection();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.executeUpdate("insert into said values (1)");
            first.commit();

            second.setAutoCommit(false);
            second.rollback();
            first.setAutoCommit(true);
        }

        assertThat(said()).hasToString("[1]");
    }

    @Test
    void theConnectionGoesOnAfterARollback() {
        transaction.executeWithoutResult(status -> {
            say(1);
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(_ -> say(2));

        assertThat(said()).hasToString("[2]");
    }

    private void say(int n) {
        jdbc.sql("insert into said values (?)").param(n).update();
    }

    private List<?> said() {
        return jdbc.sql("select n from said order by n").query(Integer.class).list();
    }
}
