package de.aktienanalyse.bus;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.List;

/// What a group was given of a stream and has not acknowledged, oldest first.
///
/// It may have been given to an instance that believed to be the owner still: one that was stopped
/// or slow gets its answer, its commit is refused, and the entry lies here. So before anything is
/// taken out of turn, and now and then while nothing comes, the owner looks.
final class Pending {
    /// So long at most lies what another took last, with nothing behind it that would show it.
    static final Duration LOOK = Duration.ofSeconds(5);

    private final RedisLink redis;
    private final String key;
    private final String group;

    Pending(RedisLink redis, String key, String group) {
        this.redis = redis;
        this.key = key;
        this.group = group;
    }

    List<PendingMessage> oldest(int atMost) {
        return redis.sync().xpending(key, group, Range.unbounded(), Limit.from(atMost));
    }

    boolean isAnyBefore(String id) {
        Range<String> before = Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(id));
        return !redis.sync().xpending(key, group, before, Limit.from(1)).isEmpty();
    }

    /// Whether `id` is the next of `last` in a stream that is numbered without holes.
    static boolean follows(String id, String last) {
        int dash = last.indexOf('-') + 1;
        return id.regionMatches(0, last, 0, dash)
                && Long.parseLong(id, dash, id.length(), 10)
                        == Long.parseLong(last, dash, last.length(), 10) + 1;
    }
}
