package de.aktienanalyse.eventbus.journal;

import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.InvalidEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is looked for in the journal. What is null does not matter.
///
/// @param from inclusive
/// @param to exclusive
/// @param type `trading.order.executed`, or `trading.order.*` for all that begin so
/// @param subject what it happened to, `AAPL`
/// @param source who said it, `verwaltung.broker-integration`
/// @param correlationId the client's id of the command that started it
/// @param newestFirst else the oldest first
/// @param limit entries per page, 1..500, 100 when null
/// @param cursor the `next_cursor` of the page before
public record JournalQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String type,
        @Nullable String subject,
        @Nullable String source,
        @Nullable String correlationId,
        boolean newestFirst,
        @Nullable Integer limit,
        @Nullable String cursor) {

    /// Everything, oldest first.
    public static final JournalQuery ALL =
            new JournalQuery(null, null, null, null, null, null, false, null, null);

    /// @throws InvalidEvent when the cursor or the type is none, with the field
    public JournalQuery {
        if (cursor != null) {
            Cursor.parse(cursor);
        }
        if (type != null && typesLike(type).isEmpty()) {
            throw new InvalidEvent("type", "matches no event type: " + type);
        }
    }

    public JournalQuery ofType(String wanted) {
        return new JournalQuery(
                from, to, wanted, subject, source, correlationId, newestFirst, limit, cursor);
    }

    public JournalQuery about(String wanted) {
        return new JournalQuery(
                from, to, type, wanted, source, correlationId, newestFirst, limit, cursor);
    }

    public JournalQuery saidBy(String wanted) {
        return new JournalQuery(
                from, to, type, subject, wanted, correlationId, newestFirst, limit, cursor);
    }

    public JournalQuery causedBy(String wanted) {
        return new JournalQuery(
                from, to, type, subject, source, wanted, newestFirst, limit, cursor);
    }

    public JournalQuery between(@Nullable Instant start, @Nullable Instant end) {
        return new JournalQuery(
                start, end, type, subject, source, correlationId, newestFirst, limit, cursor);
    }

    public JournalQuery latestFirst() {
        return new JournalQuery(
                from, to, type, subject, source, correlationId, true, limit, cursor);
    }

    public JournalQuery page(int size, @Nullable String after) {
        return new JournalQuery(
                from, to, type, subject, source, correlationId, newestFirst, size, after);
    }

    int size() {
        return Page.limit(limit);
    }

    /// The wire names that the type stands for; the set is closed, so a pattern becomes a list.
    List<String> types() {
        return type == null ? List.of() : typesLike(type);
    }

    @Nullable Cursor after() {
        return cursor == null ? null : Cursor.parse(cursor);
    }

    private static List<String> typesLike(String pattern) {
        String prefix = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : null;
        return EventTypes.all().stream()
                .map(EventTypes::nameOf)
                .filter(name -> prefix == null ? name.equals(pattern) : name.startsWith(prefix))
                .toList();
    }

    /// The last entry of a page.
    record Cursor(long occurredAt, String eventId) {
        static Cursor parse(String text) {
            int separator = text.indexOf('.');
            if (separator > 0 && separator < text.length() - 1) {
                try {
                    return new Cursor(
                            Long.parseLong(text.substring(0, separator)),
                            text.substring(separator + 1));
                } catch (NumberFormatException e) {
                    // Falls through to the refusal.
                }
            }
            throw new InvalidEvent("cursor", "is no next_cursor of this list");
        }

        @Override
        public String toString() {
            return occurredAt + "." + eventId;
        }
    }
}
