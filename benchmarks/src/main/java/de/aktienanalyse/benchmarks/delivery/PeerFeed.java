package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.Waiting;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Says fills for a peer as what serves beside it would, so that they reach its history also while
/// no server of it runs.
final class PeerFeed implements Feed {
    /// Larger than what any run says.
    private static final int HISTORY = 100_000;

    private static final String CHANNEL = "bench";

    private interface Way {
        RedisFuture<?> say(RedisAsyncCommands<String, String> redis, String fill);
    }

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> redis;
    private final Said said;
    private final Way way;
    private final @Nullable Child relay;
    private final List<RedisFuture<?>> answers = new ArrayList<>();
    private int next;

    private PeerFeed(String redisUrl, Said said, Way way, @Nullable Child relay) {
        client = RedisClient.create(redisUrl);
        redis = client.connect();
        redis.setAutoFlushCommands(false);
        this.said = said;
        this.way = way;
        this.relay = relay;
    }

    /// Into the stream of Socket.IO's Redis adapter, as its emitter writes.
    static PeerFeed emitter(String redisUrl, Said said) {
        XAddArgs bound = XAddArgs.Builder.maxlen(HISTORY).approximateTrimming();
        return new PeerFeed(
                redisUrl,
                said,
                (redis, fill) ->
                        redis.xadd(
                                "socket.io",
                                bound,
                                Map.of(
                                        "uid",
                                        "emitter",
                                        "nsp",
                                        "/",
                                        "type",
                                        "3",
                                        "data",
                                        packet(fill))),
                null);
    }

    private static String packet(String fill) {
        return "{\"packet\":{\"type\":2,\"data\":[\"m\",%s],\"nsp\":\"/\"},".formatted(fill)
                + "\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}";
    }

    /// Through another process of the peer, which publishes what it hears.
    ///
    /// @param relay not started
    static PeerFeed relayed(String redisUrl, Said said, Child relay) {
        PeerFeed feed =
                new PeerFeed(
                        redisUrl,
                        said,
                        (redis, fill) -> redis.publish(CHANNEL, fill),
                        relay.start());
        Waiting.until(relay.name() + " hears", 30, feed::isHeard);
        return feed;
    }

    private boolean isHeard() {
        RedisFuture<Map<String, Long>> listeners = redis.async().pubsubNumsub(CHANNEL);
        redis.flushCommands();
        return await(listeners).getOrDefault(CHANNEL, 0L) > 0;
    }

    @Override
    public void burst(int count) {
        for (int i = 0; i < count; i++) {
            fill(0);
            if (i % 500 == 499) {
                redis.flushCommands();
            }
        }
        confirmed();
    }

    @Override
    public void say(double eventsPerSecond, double valuesPerSecond, double seconds) {
        if (valuesPerSecond > 0) {
            throw new IllegalArgumentException("Peers know no values");
        }
        Plan.run(seconds, redis::flushCommands, new Plan.Part(eventsPerSecond, this::fill));
        confirmed();
    }

    private void fill(long stamp) {
        int subject = next++ % said.subjects();
        String fill =
                "{\"symbol\":\"%s\",\"client_order_id\":\"%d\",\"execution_id\":\"%d\",\"padding\":\"%s\"}"
                        .formatted(
                                Publisher.symbol(subject),
                                said.nextEvent(subject),
                                stamp,
                                "x".repeat(200));
        answers.add(way.say(redis.async(), fill));
    }

    /// What did not get as far as the peer would be counted as its loss.
    private void confirmed() {
        redis.flushCommands();
        for (RedisFuture<?> answer : answers) {
            if (Long.valueOf(0).equals(await(answer))) {
                throw new IllegalStateException("Nobody heard a fill");
            }
        }
        answers.clear();
    }

    private static <T> T await(RedisFuture<T> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Not taken", e);
        }
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
        redis.close();
        client.shutdown();
    }
}
