package de.aktienanalyse.bus;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `INFO` tells, and whether the bus can keep its promises on such a Redis.
final class RedisInfo {
    private static final Logger log = LoggerFactory.getLogger(RedisInfo.class);

    private RedisInfo() {}

    static String text(String info, String field) {
        String prefix = field + ":";
        return info.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }

    static long number(String info, String field) {
        String value = text(info, field);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    /// Refuses a Redis that would forget events by itself or lacks commands, and warns of one that
    /// forgets when it ends.
    ///
    /// @param info all sections
    /// @throws IllegalStateException with what is wrong and how to mend it
    static void check(String info) {
        List<String> refusals = new ArrayList<>();
        String version = text(info, "redis_version");
        String[] parts = version.split("\\.", -1);
        if (parts.length < 2
                || Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]) < 602) {
            refusals.add("it is version " + version + ", at least 6.2 is needed");
        }
        String policy = text(info, "maxmemory_policy");
        if (!policy.isEmpty() && !policy.equals("noeviction")) {
            refusals.add(
                    "its maxmemory-policy is "
                            + policy
                            + ": it would throw events away; set it to noeviction");
        }
        if (!refusals.isEmpty()) {
            throw new IllegalStateException(
                    "This Redis cannot carry the bus: " + String.join("; ", refusals));
        }
        if (number(info, "aof_enabled") != 1) {
            log.warn(
                    "Redis writes no append-only file: what it holds is gone when it ends, and is"
                            + " said again from the outboxes only. Set appendonly yes");
        }
    }
}
