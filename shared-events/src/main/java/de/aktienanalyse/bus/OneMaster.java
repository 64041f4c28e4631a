package de.aktienanalyse.bus;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One Redis, or the one of several that Sentinel calls the master: the driver asks again at each
/// connect.
final class OneMaster implements Servers {
    private static final String ONE = "";

    private final RedisURI uri;
    private final RedisClient mending;
    private final RedisClient once;

    OneMaster(
            RedisURI uri,
            @Nullable Path ca,
            ClientResources resources,
            RedisConnectionStateListener listener) {
        this.uri = uri;
        mending = RedisClient.create(resources, uri);
        mending.setOptions(LinkOptions.of(uri.getTimeout(), ca, true));
        mending.addListener(listener);
        once = RedisClient.create(resources, uri);
        once.setOptions(LinkOptions.of(uri.getTimeout(), ca, false));
    }

    @Override
    public Commands connect() {
        StatefulRedisConnection<String, byte[]> connection = mending.connect(RedisLink.CODEC);
        return new Commands(connection, connection.async(), connection.sync());
    }

    @Override
    public StatefulRedisPubSubConnection<String, byte[]> connectPubSub() {
        return mending.connectPubSub(RedisLink.CODEC);
    }

    @Override
    public String masterOf(String key) {
        return ONE;
    }

    @Override
    public StatefulRedisConnection<String, byte[]> connectTo(String master) {
        return once.connect(RedisLink.CODEC, uri);
    }

    @Override
    public CompletableFuture<Map<String, String>> info(Commands over, String section) {
        return over.async()
                .info(section)
                .thenApply(info -> Map.of(ONE, info))
                .toCompletableFuture();
    }

    @Override
    public void lookAgain() {
        // The driver does at each connect.
    }

    @Override
    public void close() {
        mending.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        once.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
