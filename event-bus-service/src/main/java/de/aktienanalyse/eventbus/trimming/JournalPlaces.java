package de.aktienanalyse.eventbus.trimming;

import de.aktienanalyse.bus.JournalPages.Entry;
import de.aktienanalyse.events.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The journal as the streams had it: by partition, in order.
@Component
class JournalPlaces {
    /// An event has up to 1 MiB, so a page must not have many.
    static final int PAGE = 64;

    private static final String BEHIND =
            " from journal where place = ? and (epoch, sequence) > (?, ?)";

    private final JdbcClient database;

    JournalPlaces(JdbcClient database) {
        this.database = database;
    }

    List<Entry> between(String partition, StreamPosition after, StreamPosition until, int limit) {
        return database.sql(
                        "select epoch, sequence, json"
                                + BEHIND
                                + " and (epoch, sequence) <= (?, ?) order by epoch, sequence limit ?")
                .params(
                        partition,
                        after.epoch(),
                        after.sequence(),
                        until.epoch(),
                        until.sequence(),
                        limit)
                .query((row, _) ->
                        new Entry(
                                new StreamPosition(row.getLong("epoch"), row.getLong("sequence"))
                                        .toString(),
                                new RawJson(row.getString("json"))))
                .list();
    }

    /// The first entry behind `after` that was written down at `time` or later.
    Optional<StreamPosition> firstSince(String partition, StreamPosition after, Instant time) {
        return database.sql(
                        "select epoch, sequence"
                                + BEHIND
                                + " and recorded_at >= ? order by epoch, sequence limit 1")
                .params(partition, after.epoch(), after.sequence(), time.toEpochMilli())
                .query((row, _) ->
                        new StreamPosition(row.getLong("epoch"), row.getLong("sequence")))
                .optional();
    }

    /// When the first entry behind `after` was written down.
    Optional<Instant> firstAt(String partition, StreamPosition after) {
        return database.sql("select recorded_at" + BEHIND + " order by epoch, sequence limit 1")
                .params(partition, after.epoch(), after.sequence())
                .query((row, _) -> Instant.ofEpochMilli(row.getLong("recorded_at")))
                .optional();
    }
}
