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
    /// What a call costs beside its events is shared by so many; Redis is busy with them for well
    /// under a millisecond.
    private static final int TOGETHER = 10;

    private static final int PORTION = 64 * 1024;

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
    List<Flight.Call> publish(
            List<Outbox.Row> rows, long predecessor, String producer, long nowMs) {
        String partition = rows.getFirst().partition();
        String[] keys = {Keys.stream(partition), Keys.meta(partition)};
        List<byte[]> opening = List.of(runId, bytes(Long.toString(nowMs)), bytes(producer));
        long before = predecessor;
        List<Flight.Call> calls = new ArrayList<>();
        for (List<Outbox.Row> together : portions(rows)) {
            List<byte[]> arguments = new ArrayList<>(opening);
            arguments.add(bytes(Long.toString(together.getFirst().number())));
            arguments.add(bytes(Long.toString(before)));
            arguments.add(bytes(partition));
            for (Outbox.Row row : together) {
                arguments.add(bytes(row.channel()));
                arguments.add(bytes(row.payload()));
            }
            before = together.getLast().number();
            calls.add(
                    new Flight.Call(
                            before,
                            together.size(),
                            commands.evalsha(
                                    script,
                                    ScriptOutputType.MULTI,
                                    keys,
                                    arguments.toArray(byte[][]::new))));
        }
        connection.flushCommands();
        return calls;
    }

    /// Rows that one call of the script may take: few enough that others do not wait for Redis, and
    /// without a hole in their numbers, of which only the first is sent.
    private static List<List<Outbox.Row>> portions(List<Outbox.Row> rows) {
        List<List<Outbox.Row>> portions = new ArrayList<>();
        int from = 0;
        long characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            boolean hole = i > from && rows.get(i).number() != rows.get(i - 1).number() + 1;
            if (i > from && (hole || i - from == TOGETHER || characters > PORTION)) {
                portions.add(rows.subList(from, i));
                from = i;
                characters = 0;
            }
            characters += rows.get(i).payload().length();
        }
        portions.add(rows.subList(from, rows.size()));
        return portions;
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
