package de.aktienanalyse.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void aStatementThatIsUsedAgainKnowsNothingOfItsLastUse() throws SQLException {
        try (Connection connection = ours.getConnection()) {
            String sql = "insert into said values (?)";
            try (PreparedStatement first = connection.prepareStatement(sql)) {
                first.setInt(1, 1);
                first.addBatch();
                first.executeBatch();
                first.setInt(1, 2);
                first.addBatch();
            }
            try (PreparedStatement second = connection.prepareStatement(sql)) {
                assertThat(second.executeBatch()).isEmpty();
                second.executeUpdate();
            }
            String query = "select n from said order by n";
            try (PreparedStatement some = connection.prepareStatement(query)) {
                some.setMaxRows(1);
                assertThat(some.executeQuery().next()).isTrue();
            }
            // A row that is still open would keep the table from being dropped.
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("create table other (n integer)");
                statement.executeUpdate("drop table other");
            }
        }

        assertThat(
                        jdbc.sql("select coalesce(n, 0) from said order by n")
                                .query(Integer.class)
                                .list())
                .containsExactly(0, 1);
    }

    @Test
    void aStatementIsUsedWithinItselfAndAfterItFailed() throws SQLException {
        jdbc.sql("create table unique_said (n integer primary key)").update();
        String sql = "insert into unique_said values (?)";
        try (Connection connection = ours.getConnection();
                PreparedStatement outer = connection.prepareStatement(sql);
                PreparedStatement inner = connection.prepareStatement(sql)) {
            outer.setInt(1, 1);
            inner.setInt(1, 2);
            outer.executeUpdate();
            inner.executeUpdate();
            assertThatThrownBy(inner::executeUpdate).isInstanceOf(SQLException.class);
        }
        jdbc.sql(sql).param(3).update();
        jdbc.sql("alter table unique_said add column m integer").update();
        assertThatThrownBy(() -> jdbc.sql(sql).param(4).update()).hasMessageContaining("2 columns");

        assertThat(jdbc.sql("select n from unique_said order by n").query(Integer.class).list())
                .containsExactly(1, 2, 3);
    }

    @Test
    void statementsOfAllLengthsDoNotPileUp() {
        for (int n = 1; n <= 300; n++) {
            jdbc.sql("select n from said where n in (" + "?,".repeat(n) + "0)")
                    .params(IntStream.range(0, n).boxed().toList())
                    .query(Integer.class)
                    .list();
        }
        transaction.executeWithoutResult(_ -> say(1));

        assertThat(said()).hasToString("[1]");
    }

    private void say(int n) {
        jdbc.sql("insert into said values (?)").param(n).update();
    }

    private List<?> said() {
        return jdbc.sql("select n from said order by n").query(Integer.class).list();
    }
}
