package de.aktienanalyse.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The routing table: data in Redis that an operator changes at run time.
///
/// It only ever takes away: a group gets everything it hears unless the table knows the group and
/// some rule matches the event and no such rule names it. So a table that is missing, empty or
/// broken loses nothing.
final class Routing implements Runnable {
    /// The field that names every group under the table's control.
    static final String TARGETS = "@targets";

    /// A target that stands for every group.
    static final String ALL = "all_modules";

    private static final Logger log = LoggerFactory.getLogger(Routing.class);
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private record Rule(Pattern pattern, Set<String> targets) {
        static Rule of(String pattern, Set<String> targets) {
            String regex =
                    List.of(pattern.split("\\*", -1)).stream()
                            .map(Pattern::quote)
                            .reduce((left, right) -> left + ".*" + right)
                            .orElse("");
            return new Rule(Pattern.compile(regex), targets);
        }

        boolean matches(String eventType) {
            return pattern.matcher(eventType).matches();
        }

        boolean names(String group) {
            return targets.contains(group) || targets.contains(ALL);
        }
    }

    private record Table(Set<String> controlled, List<Rule> rules) {}

    private static final Table NONE = new Table(Set.of(), List.of());

    private final RedisLink redis;
    private final EventCodec codec;
    private final Semaphore wake = new Semaphore(0);
    private volatile Table table = NONE;
    private volatile boolean running = true;
    private boolean broken;

    Routing(RedisLink redis, EventCodec codec) {
        this.redis = redis;
        this.codec = codec;
    }

    /// Whether a group is to have an event.
    boolean routes(String group, String eventType) {
        Table now = table;
        if (!now.controlled.contains(group)) {
            return true;
        }
        boolean matched = false;
        for (Rule rule : now.rules) {
            if (rule.matches(eventType)) {
                if (rule.names(group)) {
                    return true;
                }
                matched = true;
            }
        }
        return !matched;
    }

    void wake() {
        wake.release();
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        try {
            while (running) {
                if (wake.tryAcquire(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (running) {
                    load();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads the table. While Redis is away the one that is known stays.
    void load() {
        Map<String, byte[]> fields;
        try {
            fields = redis.sync().hgetall(Keys.ROUTING);
        } catch (RuntimeException e) {
            log.debug("The routing table is not read this time: {}", e.getMessage());
            return;
        }
        try {
            table = parse(fields);
            broken = false;
        } catch (JacksonException | IllegalArgumentException e) {
            if (!broken) {
                log.warn("The routing table is broken, everything is routed: {}", e.getMessage());
            }
            broken = true;
            table = NONE;
        }
    }

    private Table parse(Map<String, byte[]> fields) {
        List<Rule> rules = new ArrayList<>();
        Set<String> controlled = Set.of();
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            Set<String> names = names(field.getValue());
            if (field.getKey().equals(TARGETS)) {
                controlled = names;
            } else {
                rules.add(Rule.of(field.getKey(), names));
            }
        }
        return new Table(controlled, List.copyOf(rules));
    }

    private Set<String> names(byte[] json) {
        String[] names =
                codec.mapper().readValue(new String(json, StandardCharsets.UTF_8), String[].class);
        if (names == null) {
            throw new IllegalArgumentException("targets must be a list");
        }
        for (String name : names) {
            if (name == null) {
                throw new IllegalArgumentException("a target must be a name");
            }
        }
        return Set.of(new java.util.LinkedHashSet<>(List.of(names)).toArray(String[]::new));
    }
}
