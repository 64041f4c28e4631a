package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.bus.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A set per token, `aktienanalyse:gateway:asked:<token>`, that lives as long as anybody may come
/// back.
final class RedisAskedCommands implements AskedCommands {
    private static final Logger log = LoggerFactory.getLogger(RedisAskedCommands.class);
    private static final String KEY = "aktienanalyse:gateway:asked:";
    private static final long LIFE_S = 24L * 60 * 60;

    private final RedisLink redis;

    RedisAskedCommands(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public void remember(String resumeToken, String commandId) {
        try {
            String key = KEY + resumeToken;
            redis.async().sadd(key, commandId.getBytes(StandardCharsets.UTF_8));
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
                    .smembers(KEY + resumeToken)
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
