package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.bus.RedisLink;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ZAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sorted set per token, `aktienanalyse:gateway:asks:<token>`, that lives as long as anybody may
/// come back. The score is the time in ms, negative once the outcome was told. Of a client that
/// asks all day only the newest are kept: each reconnect reads them. Never two sets in one
/// operation: of a cluster, two masters may have them.
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
        quietly(() -> {
            String key = KEY + resumeToken;
            redis.async().zadd(key, clock.millis(), bytes(commandId));
            redis.async().zremrangebyrank(key, 0, -AT_MOST - 1L);
            redis.async().expire(key, LIFE_S);
        });
    }

    @Override
    public void told(String resumeToken, String commandId) {
        quietly(() ->
                redis.async()
                        .zadd(
                                KEY + resumeToken,
                                ZAddArgs.Builder.xx(),
                                (double) -clock.millis(),
                                bytes(commandId)));
    }

    @Override
    public void forget(String resumeToken, Collection<String> commandIds) {
        byte[][] members =
                commandIds.stream().map(RedisAskedCommands::bytes).toArray(byte[][]::new);
        quietly(() -> redis.async().zrem(KEY + resumeToken, members));
    }

    @Override
    public CompletableFuture<List<Asked>> inherit(String earlier, String resumeToken) {
        try {
            return redis.async()
                    .zrangeWithScores(KEY + earlier, 0, -1)
                    .thenApply(all -> {
                        copy(all, KEY + resumeToken);
                        return all.stream().map(RedisAskedCommands::asked).toList();
                    })
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// All in one command: a reconnect costs as much whatever was asked before.
    private void copy(List<ScoredValue<byte[]>> all, String key) {
        if (!all.isEmpty()) {
            Object[] members =
                    all.stream()
                            .<Object>mapMulti((each, out) -> {
                                out.accept(each.getScore());
                                out.accept(each.getValue());
                            })
                            .toArray();
            quietly(() -> {
                // What this connection has asked meanwhile is newer.
                redis.async().zadd(key, ZAddArgs.Builder.nx(), members);
                redis.async().expire(key, LIFE_S);
            });
        }
    }

    private static Asked asked(ScoredValue<byte[]> member) {
        return new Asked(
                new String(member.getValue(), StandardCharsets.UTF_8), member.getScore() < 0);
    }

    private static byte[] bytes(String commandId) {
        return commandId.getBytes(StandardCharsets.UTF_8);
    }

    private static void quietly(Runnable saying) {
        try {
            saying.run();
        } catch (RuntimeException e) {
            // A command itself will fail too, and say so.
            log.debug("What was asked is not kept: {}", e.toString());
        }
    }
}
