package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.bus.RedisLink;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sorted set per token, `aktienanalyse:gateway:asks:<token>`, that lives as long as anybody may
/// come back. Of a client that asks all day only the newest are kept: each reconnect reads them.
final class RedisAskedCommands implements AskedCommands {
    private static final Logger log = LoggerFactory.getLogger(RedisAskedCommands.class);
    private static final String KEY = "aktienanalyse:gateway:asks:";
    private static final long LIFE_S = 24L * 60 * 60;

    private static final int AT_MOST = 1_000;

    private final RedisLink redis;
    private final Clock clock;

    RedisAskedCommands(RedisLink redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void remember(String resumeToken, String commandId) {
        try {
            String key = KEY + resumeToken;
            redis.async().zadd(key, clock.millis(), commandId.getBytes(StandardCharsets.UTF_8));
            redis.async().zremrangebyrank(key, 0, -AT_MOST - 1L);
            redis.async().expire(key, LIFE_S);
        } catch (RuntimeException e) {
            // The command itself will fail too, and say so.
            log.debug("A command was not remembered: {}", e.toString());
        }
    }

    @Override
    public CompletableFuture<Set<String>> of(String resumeToken) {
        try {
            return redis.async()
                    .zrange(KEY + resumeToken, 0, -1)
                    .thenApply(ids ->
                            ids.stream()
                                    .map(id -> new String(id, StandardCharsets.UTF_8))
                                    .collect(Collectors.toSet()))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
