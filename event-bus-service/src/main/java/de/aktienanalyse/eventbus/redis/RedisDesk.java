package de.aktienanalyse.eventbus.redis;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Redis as this service's rooms see it. Every call fails while Redis is away.
@Component
public class RedisDesk {
    /// In one step, so that no reader ever sees half a table.
    private static final String REPLACE =
            """
            redis.call('DEL', KEYS[1])
            for i = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
            redis.call('PUBLISH', KEYS[1], ARGV[1])
            return 1
            """;

    private static final int SCAN = 1_000;

    private final RedisLink redis;

    public RedisDesk(RedisLink redis) {
        this.redis = redis;
    }

    public boolean isOpen() {
        return redis.isOpen();
    }

    public Map<String, String> hash(String key) {
        Map<String, String> fields = new TreeMap<>();
        redis.sync().hgetall(key).forEach((field, value) -> fields.put(field, text(value)));
        return fields;
    }

    public long hashSize(String key) {
        return redis.sync().hlen(key);
    }

    /// Makes these the only fields of the hash and says so on the channel of the same name.
    public void replaceHash(String key, Map<String, String> fields, String news) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(news));
        fields.forEach((field, value) -> {
            arguments.add(bytes(field));
            arguments.add(bytes(value));
        });
        redis.sync()
                .eval(
                        bytes(REPLACE),
                        ScriptOutputType.INTEGER,
                        new String[] {key},
                        arguments.toArray(byte[][]::new));
    }

    public void append(String stream, String field, String value) {
        redis.sync().xadd(stream, Map.of(field, bytes(value)));
    }

    public long length(String stream) {
        return redis.sync().xlen(stream);
    }

    /// The streams whose keys begin so, on all masters, each with its length.
    public SortedMap<String, Long> lengths(String begin) {
        SortedMap<String, Long> lengths = new TreeMap<>();
        ScanIterator.scan(
                        redis.sync(),
                        KeyScanArgs.Builder.matches(begin + "*").limit(SCAN).type("stream"))
                .forEachRemaining(key -> lengths.put(key, length(key)));
        return lengths;
    }

    public void publish(String channel, String text) {
        redis.sync().publish(channel, bytes(text));
    }

    /// Of the master that is the fullest.
    public RedisMemory memory() {
        return memories().values().stream()
                .max(Comparator.comparingDouble(RedisMemory::filled))
                .orElseThrow();
    }

    /// Of each master.
    public Map<String, RedisMemory> memories() {
        Map<String, RedisMemory> memories = new TreeMap<>();
        redis.info("default").join().forEach((master, info) -> memories.put(master, memory(info)));
        return memories;
    }

    private static RedisMemory memory(String text) {
        Map<String, String> info = new HashMap<>();
        text.lines()
                .filter(line -> line.indexOf(':') > 0)
                .forEach(line ->
                        info.put(
                                line.substring(0, line.indexOf(':')),
                                line.substring(line.indexOf(':') + 1).strip()));
        return new RedisMemory(
                info.getOrDefault("redis_version", ""),
                Long.parseLong(info.getOrDefault("used_memory", "0")),
                Long.parseLong(info.getOrDefault("maxmemory", "0")));
    }

    /// The groups of a partition; none when nothing was ever said there. Redis 6.2 tells no lag, so
    /// it is the distance of the sequences, which go on over epochs.
    public List<GroupState> groups(String partition) {
        String key = Keys.stream(partition);
        long entries = redis.sync().xlen(key);
        if (redis.sync().exists(key) == 0) {
            return List.of();
        }
        byte[] sequence = redis.sync().hget(Keys.meta(partition), "sequence");
        long newest = sequence == null ? 0 : Long.parseLong(text(sequence));
        List<GroupState> groups = new ArrayList<>();
        for (Object flat : redis.sync().xinfoGroups(key)) {
            Map<String, Object> group = fields((List<?>) flat);
            String delivered = text(group.get("last-delivered-id"));
            long taken = Long.parseLong(delivered.substring(delivered.indexOf('-') + 1));
            groups.add(
                    new GroupState(
                            partition,
                            text(group.get("name")),
                            group.get("pending") instanceof Long pending ? pending : 0,
                            Math.clamp(newest - taken, 0, entries)));
        }
        return groups;
    }

    private static Map<String, Object> fields(List<?> flat) {
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(text(flat.get(i)), flat.get(i + 1));
        }
        return fields;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }
}
