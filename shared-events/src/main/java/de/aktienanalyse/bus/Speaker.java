package de.aktienanalyse.bus;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Publishes to one life of one Redis. The driver does not mend this connection when it breaks, so
/// that what is sent over it can never reach another Redis, or the same one after a restart, under
/// the `run_id` of before: the epoch would not change although something was lost.
final class Speaker implements AutoCloseable {
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final byte[] runId;
    private final String script;

    Speaker(StatefulRedisConnection<String, byte[]> connection) {
        this.connection = connection;
        this.commands = connection.async();
        this.runId =
                bytes(
                        connection
                                .sync()
                                .info("server")
                                .lines()
                                .filter(line -> line.startsWith("run_id:"))
                                .map(line -> line.substring("run_id:".length()).strip())
                                .findFirst()
                                .orElseThrow(
                                        () -> new IllegalStateException("Redis tells no run_id")));
        this.script = connection.sync().scriptLoad(RedisLink.script("publish.lua"));
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /// @return a verdict, and the last number that Redis knows of the producer or the new position
    RedisFuture<List<byte[]>> publish(
            Outbox.Row row, long predecessor, String producer, long nowMs) {
        String partition = row.partition();
        return commands.evalsha(
                script,
                ScriptOutputType.MULTI,
                new String[] {Keys.stream(partition), Keys.meta(partition)},
                runId,
                bytes(Long.toString(nowMs)),
                bytes(producer),
                bytes(Long.toString(row.number())),
                bytes(Long.toString(predecessor)),
                bytes(row.channel()),
                bytes(partition),
                bytes(row.payload()));
    }

    /// The last number of the producer that this Redis has; 0 for none.
    CompletableFuture<Long> last(String partition, String producer) {
        return commands.hget(Keys.meta(partition), field(producer))
                .thenApply(number ->
                        number == null
                                ? 0
                                : Long.parseLong(new String(number, StandardCharsets.UTF_8)))
                .toCompletableFuture();
    }

    /// Makes Redis believe that it has everything up to `number`: what is missing can no longer be
    /// said.
    RedisFuture<Boolean> skipTo(String partition, String producer, long number) {
        return commands.hset(Keys.meta(partition), field(producer), bytes(Long.toString(number)));
    }

    private static String field(String producer) {
        return "producer:" + producer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        connection.closeAsync();
    }
}
