package de.aktienanalyse.bus;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        // Nobody else speaks over it, and one write of the socket is enough for many rows.
        connection.setAutoFlushCommands(false);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /// Sends rows of one partition, in order and all at once.
    ///
    /// @param predecessor number of the row before the first
    /// @return for each a verdict, and the last number that Redis knows of the producer or the new
    ///   position
    List<RedisFuture<List<byte[]>>> publish(
            List<Outbox.Row> rows, long predecessor, String producer, long nowMs) {
        String partition = rows.getFirst().partition();
        String[] keys = {Keys.stream(partition), Keys.meta(partition)};
        byte[] now = bytes(Long.toString(nowMs));
        byte[] who = bytes(producer);
        byte[] where = bytes(partition);
        byte[] before = bytes(Long.toString(predecessor));
        List<RedisFuture<List<byte[]>>> replies = new ArrayList<>(rows.size());
        for (Outbox.Row row : rows) {
            byte[] number = bytes(Long.toString(row.number()));
            replies.add(
                    commands.evalsha(
                            script,
                            ScriptOutputType.MULTI,
                            keys,
                            runId,
                            now,
                            who,
                            number,
                            before,
                            bytes(row.channel()),
                            where,
                            bytes(row.payload())));
            before = number;
        }
        connection.flushCommands();
        return replies;
    }

    /// The last number of the producer that this Redis has; 0 for none.
    CompletableFuture<Long> last(String partition, String producer) {
        CompletableFuture<Long> last =
                commands.hget(Keys.meta(partition), field(producer))
                        .thenApply(number ->
                                number == null
                                        ? 0
                                        : Long.parseLong(
                                                new String(number, StandardCharsets.UTF_8)))
                        .toCompletableFuture();
        connection.flushCommands();
        return last;
    }

    /// Makes Redis believe that it has everything up to `number`: what is missing can no longer be
    /// said.
    RedisFuture<Boolean> skipTo(String partition, String producer, long number) {
        RedisFuture<Boolean> done =
                commands.hset(Keys.meta(partition), field(producer), bytes(Long.toString(number)));
        connection.flushCommands();
        return done;
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
