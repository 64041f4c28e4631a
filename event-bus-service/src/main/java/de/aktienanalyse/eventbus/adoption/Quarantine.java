package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.commands.BusCommand.GetQuarantine;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.Page;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Refused messages with the reason, for an operator to look at. Bounded in rows and in rows per
/// second, so that a flood of rubbish costs neither the disk nor the events between it.
@Component
public final class Quarantine {
    private static final int TRIM_EVERY = 50;

    private final JdbcClient database;
    private final AdoptionLimits limits;
    private final Clock clock;
    private long second;
    private int storedThisSecond;
    private int storedSinceTrim;

    public Quarantine(JdbcClient database, AdoptionLimits limits, Clock clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    /// @param text as much of it as is kept, with what is no UTF-8 replaced
    /// @param size of the whole message, in bytes
    public record Refused(
            long number,
            Instant heardAt,
            String channel,
            String reason,
            @Nullable String field,
            String explanation,
            long size,
            String text) {}

    /// Keeps a refused message, unless too many came this second. Within the caller's transaction.
    void keep(ForeignMessage message, Verdict.Refuse why) {
        Instant now = clock.instant();
        if (!mayStore(now)) {
            return;
        }
        database.sql(
                        """
                        insert into quarantine (number, heard_at, channel, reason, field, explanation, size, text)
                        values ((select coalesce(max(number), 0) + 1 from quarantine),
                            :heardAt, :channel, :reason, :field, :explanation, :size, :text)
                        """)
                .param("heardAt", now.toEpochMilli())
                .param("channel", cut(message.channel(), 256))
                .param("reason", why.reason().label())
                .param("field", why.field() == null ? null : cut(why.field(), 256))
                .param("explanation", cut(why.explanation(), 1024))
                .param("size", message.size())
                .param("text", excerpt(message.json()))
                .update();
        trimNowAndThen();
    }

    /// The newest first.
    public List<Refused> newest(int limit) {
        return before(Long.MAX_VALUE, limit);
    }

    /// The newest first, from below this number on.
    List<Refused> before(long number, int limit) {
        return database.sql(
                        "select * from quarantine where number < :number order by number desc limit :limit")
                .param("number", number)
                .param("limit", limit)
                .query((row, _) ->
                        new Refused(
                                row.getLong("number"),
                                Instant.ofEpochMilli(row.getLong("heard_at")),
                                row.getString("channel"),
                                row.getString("reason"),
                                row.getString("field"),
                                row.getString("explanation"),
                                row.getLong("size"),
                                row.getString("text")))
                .list();
    }

    /// A page of the list; the cursor is the number of the last one.
    public CommandAnswer list(GetQuarantine asked) {
        long before = Long.MAX_VALUE;
        if (asked.cursor() != null) {
            try {
                before = Long.parseLong(asked.cursor());
            } catch (NumberFormatException e) {
                return CommandAnswer.refused(
                        "invalid_cursor", "cursor is no next_cursor of this list", "cursor");
            }
        }
        int limit = Page.limit(asked.limit());
        List<Refused> found = before(before, limit + 1);
        return CommandAnswer.success(
                found.size() <= limit
                        ? new Page<>(found, null)
                        : new Page<>(
                                found.subList(0, limit),
                                String.valueOf(found.get(limit - 1).number())));
    }

    public long size() {
        return database.sql("select count(*) from quarantine").query(Long.class).single();
    }

    private synchronized boolean mayStore(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            storedThisSecond = 0;
        }
        return ++storedThisSecond <= limits.quarantineRowsPerSecond();
    }

    private void trimNowAndThen() {
        synchronized (this) {
            if (++storedSinceTrim < Math.min(TRIM_EVERY, limits.quarantineRows())) {
                return;
            }
            storedSinceTrim = 0;
        }
        database.sql(
                        "delete from quarantine where number <= (select max(number) from quarantine) - :rows")
                .param("rows", limits.quarantineRows())
                .update();
    }

    /// PostgreSQL keeps no NUL in a text.
    private static String excerpt(byte[] json) {
        int length = Math.min(json.length, ForeignMessage.EXCERPT);
        return new String(json, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    static String cut(String text, int longest) {
        String whole = text.replace('\0', '\uFFFD');
        return whole.length() <= longest ? whole : whole.substring(0, longest);
    }
}
