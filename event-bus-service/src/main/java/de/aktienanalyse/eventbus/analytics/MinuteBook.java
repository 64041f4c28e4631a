package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// What passed in each minute, as rows: so there is a report of yesterday. A crash loses the last
/// ten seconds of it.
@Component
public class MinuteBook {
    private static final Logger log = LoggerFactory.getLogger(MinuteBook.class);

    /// Stands as type and source of what was refused.
    private static final String REFUSED = "";

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final EventAnalytics analytics;
    private final AnalyticsSettings settings;
    private final Clock clock;

    MinuteBook(
            JdbcClient database,
            TransactionOperations transactions,
            EventAnalytics analytics,
            AnalyticsSettings settings,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.analytics = analytics;
        this.settings = settings;
        this.clock = clock;
    }

    /// One minute of one type and source.
    record Cell(long minute, String type, String source) {}

    /// @param times of those events that tell when they were said
    record Counted(long events, Histogram times) {}

    private record Row(String type, String source, long minute, Counted counted) {}

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void write() {
        Map<Cell, Counted> cells = analytics.takeMinutes();
        long refused = analytics.takeRefused();
        if (refused > 0) {
            cells.put(
                    new Cell(clock.instant().getEpochSecond() / 60, REFUSED, REFUSED),
                    new Counted(refused, new Histogram()));
        }
        if (cells.isEmpty()) {
            return;
        }
        try {
            transactions.executeWithoutResult(_ -> cells.forEach(this::add));
        } catch (RuntimeException e) {
            log.warn("Some figures of this minute are lost: {}", String.valueOf(e.getMessage()));
        }
    }

    private void add(Cell cell, Counted counted) {
        Histogram times = counted.times();
        long events = counted.events();
        for (Row row :
                rows(
                        "minute = :minute and event_type = :type and source = :source",
                        Map.of(
                                "minute", cell.minute(),
                                "type", cell.type(),
                                "source", cell.source()))) {
            events += row.counted().events();
            times.add(row.counted().times().text(), row.counted().times().sum());
        }
        database.sql(
                        """
                        insert into analytics_minute (minute, event_type, source, events, timed, total_us, histogram)
                        values (:minute, :type, :source, :events, :timed, :total, :histogram)
                        on conflict (minute, event_type, source) do update set events = excluded.events,
                            timed = excluded.timed, total_us = excluded.total_us, histogram = excluded.histogram
                        """)
                .param("minute", cell.minute())
                .param("type", cell.type())
                .param("source", cell.source())
                .param("events", events)
                .param("timed", times.count())
                .param("total", times.sum())
                .param("histogram", times.text())
                .update();
    }

    /// To whole minutes. Never call it inside a transaction.
    ///
    /// @param from null: since the first minute that is kept
    /// @param to null: until now
    public AnalyticsReport report(@Nullable Instant from, @Nullable Instant to) {
        write();
        Instant now = clock.instant();
        Instant end = to == null || to.isAfter(now) ? now : to;
        List<Row> rows =
                rows(
                        "minute >= :from and minute < :to",
                        Map.of(
                                "from",
                                from == null ? 0 : from.getEpochSecond() / 60,
                                "to",
                                Math.ceilDiv(end.toEpochMilli(), 60_000L)));
        Instant begin =
                from != null
                        ? from
                        : rows.stream().mapToLong(Row::minute).min().stream()
                                .mapToObj(minute -> Instant.ofEpochSecond(minute * 60))
                                .findFirst()
                                .orElse(end);
        Sums sums = new Sums();
        rows.forEach(sums::add);
        return sums.report(begin, end);
    }

    /// Who said what since then, `<event type> <source>`.
    public List<String> saidSince(Instant time) {
        write();
        return database.sql(
                        """
                        select distinct event_type, source from analytics_minute
                        where minute >= :minute and event_type <> '' order by event_type, source
                        """)
                .param("minute", time.getEpochSecond() / 60)
                .query((row, _) -> row.getString("event_type") + " " + row.getString("source"))
                .list();
    }

    private List<Row> rows(String condition, Map<String, ?> values) {
        return database.sql("select * from analytics_minute where " + condition)
                .params(new HashMap<>(values))
                .query((row, _) -> {
                    Histogram times = new Histogram();
                    times.add(row.getString("histogram"), row.getLong("total_us"));
                    return new Row(
                            row.getString("event_type"),
                            row.getString("source"),
                            row.getLong("minute"),
                            new Counted(row.getLong("events"), times));
                })
                .list();
    }

    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forgetOld() {
        long before = clock.instant().minus(settings.retention()).getEpochSecond() / 60;
        transactions.executeWithoutResult(_ ->
                database.sql("delete from analytics_minute where minute < ?")
                        .param(before)
                        .update());
    }

    private static final class Sums {
        private final SortedMap<String, Long> byType = new TreeMap<>();
        private final SortedMap<String, Long> bySource = new TreeMap<>();
        private final SortedMap<String, Histogram> timesByType = new TreeMap<>();
        private final SortedMap<String, Histogram> timesBySource = new TreeMap<>();
        private final Histogram times = new Histogram();
        private long total;
        private long refused;

        void add(Row row) {
            if (row.type().equals(REFUSED)) {
                refused += row.counted().events();
                return;
            }
            long events = row.counted().events();
            total += events;
            byType.merge(row.type(), events, Long::sum);
            bySource.merge(row.source(), events, Long::sum);
            String text = row.counted().times().text();
            long sum = row.counted().times().sum();
            times.add(text, sum);
            timesByType.computeIfAbsent(row.type(), _ -> new Histogram()).add(text, sum);
            timesBySource.computeIfAbsent(row.source(), _ -> new Histogram()).add(text, sum);
        }

        AnalyticsReport report(Instant begin, Instant end) {
            long seconds = Math.max(1, Duration.between(begin, end).toSeconds());
            return new AnalyticsReport(
                    total,
                    byType,
                    bySource,
                    times.average(),
                    times.percentiles(),
                    percentiles(timesByType),
                    percentiles(timesBySource),
                    total + refused == 0 ? 0 : (double) refused / (total + refused),
                    total / (double) seconds,
                    begin);
        }

        private static SortedMap<String, Percentiles> percentiles(
                SortedMap<String, Histogram> times) {
            SortedMap<String, Percentiles> percentiles = new TreeMap<>();
            times.forEach((name, each) -> percentiles.put(name, each.percentiles()));
            return percentiles;
        }
    }
}
