package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Asks event-bus-service's journal for what a stream no longer holds: a request on a stream, the
/// page on a list of its own.
public final class JournalPages {
    /// Requests that nobody takes must not fill Redis.
    private static final long WAITING = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// What is looked for: entries of a partition behind `after` up to and with `until`.
    ///
    /// @param reply key of the list that takes the page
    /// @param expiresAt nobody waits for it after that
    public record Request(
            String partition,
            String after,
            String until,
            int limit,
            String reply,
            Instant expiresAt) {}

    /// @param id of the stream entry, `<epoch>-<sequence>`
    public record Entry(String id, RawJson event) {}

    /// @param more whether there are further ones behind the last
    public record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// The journal could not be asked.
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1;

        Silent(String partition) {
            super("The journal does not answer for " + partition);
        }
    }

    private final RedisLink redis;
    private final EventCodec codec;
    private final Clock clock;

    JournalPages(RedisLink redis, EventCodec codec, Clock clock) {
        this.redis = redis;
        this.codec = codec;
        this.clock = clock;
    }

    Page page(String partition, String after, String until, int limit)
            throws Silent, InterruptedException {
        String reply = Keys.journalReply(UUID.randomUUID().toString());
        Request request =
                new Request(partition, after, until, limit, reply, clock.instant().plus(PATIENCE));
        redis.sync()
                .xadd(
                        Keys.JOURNAL,
                        XAddArgs.Builder.maxlen(WAITING).approximateTrimming(),
                        Map.of(
                                Keys.REQUEST_FIELD,
                                codec.json(request).text().getBytes(StandardCharsets.UTF_8)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            byte[] page = redis.sync().lpop(reply);
            if (page != null) {
                return codec.mapper().readValue(page, Page.class);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        throw new Silent(partition);
    }

    /// The entry with this id, alone on the page; an empty page when the journal has none.
    Page one(String partition, String id) throws Silent, InterruptedException {
        int dash = id.indexOf('-');
        long epoch = Long.parseLong(id.substring(0, dash));
        long sequence = Long.parseLong(id.substring(dash + 1));
        String before =
                sequence > 0 ? epoch + "-" + (sequence - 1) : (epoch - 1) + "-" + Long.MAX_VALUE;
        return page(partition, before, id, 1);
    }
}
