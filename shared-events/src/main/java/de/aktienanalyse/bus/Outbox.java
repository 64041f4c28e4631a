package de.aktienanalyse.bus;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a service has to say: rows that commit with the reaction they come from, and are kept for
/// the retention so that they can be said again when Redis loses them.
final class Outbox {

    /// @param number its place among this database's rows of the partition; 0 until the relay picks
    ///   it up
    record Row(
            long seq, String family, int partitionNo, String channel, String payload, long number) {
        String partition() {
            return Keys.partition(family, partitionNo);
        }

        Row numbered(long given) {
            return new Row(seq, family, partitionNo, channel, payload, given);
        }
    }

    /// @param number last one given
    /// @param confirmed last one that Redis has
    record Head(String family, int partitionNo, long number, long confirmed) {
        String partition() {
            return Keys.partition(family, partitionNo);
        }

        Head confirmed(long now) {
            return new Head(family, partitionNo, number, now);
        }

        Head next() {
            return new Head(family, partitionNo, number + 1, confirmed);
        }
    }

    /// Events may be 1 MiB each and the heap is small: so much of them is read at once.
    static final long PORTION = 2L * 1024 * 1024;

    /// So many rows PostgreSQL sends at once.
    private static final int FETCHED = 25;

    private static final String REPUBLISHED = "\"republished\":true";

    private record Size(long number, long characters) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Clock clock;

    Outbox(JdbcTemplate template, Clock clock) {
        this.jdbc = JdbcClient.create(template);
        this.template = template;
        this.clock = clock;
    }

    /// Who we are among the producers of a partition. Made once per database; `restore` renews it.
    String databaseId() {
        jdbc.sql(
                        "insert into bus_identity (only_row, database_id) values (1, ?)"
                                + " on conflict (only_row) do nothing")
                .param(UUID.randomUUID().toString())
                .update();
        return jdbc.sql("select database_id from bus_identity").query(String.class).single();
    }

    /// For a database that turned out to be older than what it said.
    String renewDatabaseId() {
        jdbc.sql("delete from bus_identity").update();
        return databaseId();
    }

    void add(String eventId, String family, int partitionNo, String channel, String payload) {
        jdbc.sql(
                        "insert into bus_outbox (event_id, family, partition_no, channel, payload, created_at)"
                                + " values (?, ?, ?, ?, ?, ?)")
                .params(eventId, family, partitionNo, channel, payload, clock.millis())
                .update();
    }

    /// The rows to number next, in order: at most `limit`, fewer when they are large. Within a
    /// transaction, so that PostgreSQL hands them over bit by bit as well.
    List<Row> unnumbered(int limit) {
        return Objects.requireNonNull(
                template.query(
                        connection -> {
                            PreparedStatement statement =
                                    connection.prepareStatement(
                                            "select seq, family, partition_no, channel, payload, 0 as number"
                                                    + " from bus_outbox where number is null order by seq limit ?");
                            statement.setInt(1, limit);
                            statement.setFetchSize(FETCHED);
                            return statement;
                        },
                        Outbox::portion));
    }

    private static List<Row> portion(ResultSet found) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long characters = 0;
        while (characters < PORTION && found.next()) {
            Row row = row(found, rows.size());
            rows.add(row);
            characters += row.payload().length();
        }
        return rows;
    }

    /// Rows of a partition that were given a number above `from`, in order: at most `limit`, fewer
    /// when they are large, at least one if there is any.
    List<Row> numberedAbove(String family, int partitionNo, long from, int limit) {
        long to = from;
        long characters = 0;
        for (Size row : sizesAbove(family, partitionNo, from, limit)) {
            characters += row.characters();
            if (characters > PORTION && to > from) {
                break;
            }
            to = row.number();
        }
        return jdbc.sql(
                        "select seq, family, partition_no, channel, payload, number from bus_outbox"
                                + " where family = ? and partition_no = ? and number > ? and number <= ?"
                                + " order by number")
                .params(family, partitionNo, from, to)
                .query(Outbox::row)
                .list();
    }

    private List<Size> sizesAbove(String family, int partitionNo, long from, int limit) {
        return jdbc.sql(
                        "select number, length(payload) as characters from bus_outbox"
                                + " where family = ? and partition_no = ? and number > ? order by number limit ?")
                .params(family, partitionNo, from, limit)
                .query((row, _) -> new Size(row.getLong("number"), row.getLong("characters")))
                .list();
    }

    List<Head> heads() {
        return jdbc.sql("select family, partition_no, number, confirmed from bus_outbox_head")
                .query(Outbox::head)
                .list();
    }

    void number(List<Row> rows) {
        template.batchUpdate(
                "update bus_outbox set number = ? where seq = ?",
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(PreparedStatement statement, int index)
                            throws SQLException {
                        statement.setLong(1, rows.get(index).number());
                        statement.setLong(2, rows.get(index).seq());
                    }

                    @Override
                    public int getBatchSize() {
                        return rows.size();
                    }
                });
    }

    /// Marks rows that Redis had and lost, so that browsers do not take yesterday's fills for news.
    /// Rows above `confirmed` were never heard and stay as they are.
    void markRepublished(List<Row> rows, long confirmed) {
        List<Object[]> marked =
                rows.stream()
                        .filter(row -> row.number() <= confirmed)
                        .filter(row -> !row.payload().contains(REPUBLISHED))
                        .map(row ->
                                new Object[] {
                                    row.payload().substring(0, row.payload().length() - 1)
                                            + ","
                                            + REPUBLISHED
                                            + "}",
                                    row.seq()
                                })
                        .toList();
        template.batchUpdate("update bus_outbox set payload = ? where seq = ?", marked);
    }

    void save(Head head) {
        jdbc.sql(
                        "insert into bus_outbox_head (family, partition_no, number, confirmed) values (?, ?, ?, ?)"
                                + " on conflict (family, partition_no)"
                                + " do update set number = excluded.number, confirmed = excluded.confirmed")
                .params(head.family(), head.partitionNo(), head.number(), head.confirmed())
                .update();
    }

    long waiting() {
        return jdbc.sql("select count(*) from bus_outbox where number is null")
                .query(Long.class)
                .single();
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        return new Row(
                row.getLong("seq"),
                row.getString("family"),
                row.getInt("partition_no"),
                row.getString("channel"),
                row.getString("payload"),
                row.getLong("number"));
    }

    private static Head head(ResultSet row, int index) throws SQLException {
        return new Head(
                row.getString("family"),
                row.getInt("partition_no"),
                row.getLong("number"),
                row.getLong("confirmed"));
    }

    /// Forgets what was said before `before`; never what Redis has not yet.
    int prune(Instant before) {
        return jdbc.sql(
                        """
                        delete from bus_outbox where created_at < ? and number is not null and number <= (
                          select h.confirmed from bus_outbox_head h
                          where h.family = bus_outbox.family and h.partition_no = bus_outbox.partition_no)
                        """)
                .param(before.toEpochMilli())
                .update();
    }
}
