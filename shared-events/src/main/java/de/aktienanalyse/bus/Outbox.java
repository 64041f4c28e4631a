package de.aktienanalyse.bus;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
    }

    /// @param number last one given
    /// @param confirmed last one that Redis has
    record Head(String family, int partitionNo, long number, long confirmed) {
        String partition() {
            return Keys.partition(family, partitionNo);
        }
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate batch;
    private final Clock clock;

    Outbox(JdbcTemplate template, Clock clock) {
        this.jdbc = JdbcClient.create(template);
        this.batch = template;
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

    void add(String eventId, String family, int partitionNo, String channel, String payload) {
        jdbc.sql(
                        "insert into bus_outbox (event_id, family, partition_no, channel, payload, created_at)"
                                + " values (?, ?, ?, ?, ?, ?)")
                .params(eventId, family, partitionNo, channel, payload, clock.millis())
                .update();
    }

    List<Row> unnumbered(int limit) {
        return jdbc.sql(
                        "select seq, family, partition_no, channel, payload, 0 as number from bus_outbox"
                                + " where number is null order by seq limit ?")
                .param(limit)
                .query(Outbox::row)
                .list();
    }

    /// Rows of a partition that were given a number above `from`, in order.
    List<Row> numberedAbove(String family, int partitionNo, long from, int limit) {
        return jdbc.sql(
                        "select seq, family, partition_no, channel, payload, number from bus_outbox"
                                + " where family = ? and partition_no = ? and number > ? order by number limit ?")
                .params(family, partitionNo, from, limit)
                .query(Outbox::row)
                .list();
    }

    List<Head> heads() {
        return jdbc.sql("select family, partition_no, number, confirmed from bus_outbox_head")
                .query(Outbox::head)
                .list();
    }

    void number(List<Row> rows) {
        batch.batchUpdate(
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
        for (Row row : rows) {
            if (row.number() <= confirmed && !row.payload().contains("\"republished\":true")) {
                String marked =
                        row.payload().substring(0, row.payload().length() - 1)
                                + ",\"republished\":true}";
                jdbc.sql("update bus_outbox set payload = ? where seq = ?")
                        .params(marked, row.seq())
                        .update();
            }
        }
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
