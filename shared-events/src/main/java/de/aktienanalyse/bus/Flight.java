package de.aktienanalyse.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Rows of one partition on their way to Redis, which carries them out in the order of one
/// connection.
record Flight(String partition, String master, List<Call> calls) {

    /// Rows that are already on the link.
    ///
    /// @param last the number of the last of them
    /// @param reply the script's
    record Call(long last, int rows, RedisFuture<List<byte[]>> reply) {}

    /// How it went, as far as it went well.
    ///
    /// @param confirmed the last number that Redis has, 0 when it took none of them
    /// @param known what Redis answered to the first rows that it did not take, else -1
    record Landing(long confirmed, int said, int repeated, long known) {}

    /// Hears the answers, in order, up to the first that is not as it should be. What was sent
    /// after rows that Redis did not take it does not take either: each call names its predecessor.
    ///
    /// @param given the last number of the partition that was given to anything; if Redis knows a
    ///   higher one it is not of this database
    /// @param landed told how far it came, also when it ends with an exception
    void land(long given, Duration patience, Consumer<Landing> landed) throws InterruptedException {
        long confirmed = 0;
        int said = 0;
        int repeated = 0;
        long refused = -1;
        try {
            for (Call call : calls) {
                List<byte[]> reply = answer(call.reply(), patience);
                String verdict = text(reply.getFirst());
                int fresh = 0;
                if (verdict.equals("OK")) {
                    fresh = Integer.parseInt(text(reply.get(2)));
                } else {
                    long known = Long.parseLong(text(reply.get(1)));
                    if (known > given || verdict.equals("GAP")) {
                        refused = known;
                        return;
                    }
                }
                said += fresh;
                repeated += call.rows() - fresh;
                confirmed = call.last();
            }
        } finally {
            landed.accept(new Landing(confirmed, said, repeated, refused));
        }
    }

    static <T> T answer(Future<T> future, Duration patience) throws InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedisException cause ? cause : new RedisException(e);
        } catch (CancellationException e) {
            throw new RedisException("The link was closed", e);
        } catch (TimeoutException e) {
            throw new RedisException("Redis does not answer", e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
