package de.aktienanalyse.bus;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.models.stream.PendingMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a group that lagged too long, so that its stream was cut without it, take from the journal
/// what it missed, in order, before it reads on.
final class CatchUp {
    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 64;

    /// Only the mark that was followed goes: a higher one may have been set meanwhile.
    private static final String DONE =
            """
            if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
              return redis.call('HDEL', KEYS[1], ARGV[1], ARGV[3])
            end
            return 0
            """;

    /// Only while there is a mark: an owner that was replaced must not leave a place behind.
    private static final String PROGRESS =
            """
            if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
              redis.call('HSET', KEYS[1], ARGV[3], ARGV[2])
            end
            return 0
            """;

    /// Carries out entries; each is done with when it returns.
    @FunctionalInterface
    interface Taker {
        void take(List<StreamEntry> entries) throws Exception;
    }

    private final RedisLink redis;
    private final JournalPages journal;
    private final GroupReader.Work work;
    private final String group;
    private final String family;
    private final int partitionNo;
    private final String partition;

    CatchUp(
            RedisLink redis,
            JournalPages journal,
            GroupReader.Work work,
            String group,
            String family,
            int partitionNo) {
        this.redis = redis;
        this.journal = journal;
        this.work = work;
        this.group = group;
        this.family = family;
        this.partitionNo = partitionNo;
        this.partition = Keys.partition(family, partitionNo);
    }

    /// Whether the stream was cut without this group.
    boolean isBehind() {
        return mark(partition) != null;
    }

    /// Follows the journal up to the mark, if there is one.
    void run(Taker taker) throws Exception {
        String until = mark(partition);
        if (until == null) {
            return;
        }
        log.warn("{} is behind on {}: it catches up to {}", group, partition, until);
        String known = mark(Keys.behindAfter(partition));
        String after = known == null ? "0-0" : known;
        int taken = 0;
        boolean more = true;
        while (more) {
            JournalPages.Page page = journal.page(partition, after, until, PAGE);
            if (!page.entries().isEmpty()) {
                taker.take(entries(page));
                taken += page.entries().size();
                after = page.entries().getLast().id();
                redis.sync()
                        .eval(
                                PROGRESS,
                                ScriptOutputType.INTEGER,
                                new String[] {Keys.behind(group)},
                                bytes(partition),
                                bytes(after),
                                bytes(Keys.behindAfter(partition)));
            }
            more = page.more() && !page.entries().isEmpty();
        }
        forgetPending(until);
        redis.sync()
                .eval(
                        DONE,
                        ScriptOutputType.INTEGER,
                        new String[] {Keys.behind(group)},
                        bytes(partition),
                        bytes(until),
                        bytes(Keys.behindAfter(partition)));
        log.info("{} took {} events of {} from the journal", group, taken, partition);
    }

    /// The entry that was cut while it was pending.
    ///
    /// @return null when the journal has none either
    @Nullable StreamEntry missing(String id) throws Exception {
        List<StreamEntry> found = entries(journal.one(partition, id));
        return found.isEmpty() ? null : found.getFirst();
    }

    private void forgetPending(String until) {
        String key = Keys.stream(partition);
        List<PendingMessage> pending;
        do {
            pending = redis.sync().xpending(key, group, Range.create("-", until), Limit.from(PAGE));
            if (!pending.isEmpty()) {
                redis.sync()
                        .xack(
                                key,
                                group,
                                pending.stream().map(PendingMessage::getId).toArray(String[]::new));
            }
        } while (pending.size() == PAGE);
    }

    private List<StreamEntry> entries(JournalPages.Page page) {
        List<StreamEntry> entries = new ArrayList<>(page.entries().size());
        for (JournalPages.Entry entry : page.entries()) {
            entries.add(
                    work.read(group, family, partitionNo, entry.id(), bytes(entry.event().text())));
        }
        return entries;
    }

    private @Nullable String mark(String field) {
        byte[] value = redis.sync().hget(Keys.behind(group), field);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
