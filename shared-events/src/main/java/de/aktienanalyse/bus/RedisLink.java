package de.aktienanalyse.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections to Redis. Opened when the bus starts, not before, so that a training run needs
/// no Redis.
///
/// The driver never repeats a command by itself: one that was in flight when the link broke fails,
/// and whoever sent it decides (pitfalls 1 and 11: no silent half-open link, no doubled publish).
public final class RedisLink implements AutoCloseable {
    public static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ClientResources resources;
    private final RedisClient client;
    private @Nullable StatefulRedisConnection<String, byte[]> connection;
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> pubSub;
    private volatile @Nullable String runId;
    private volatile Runnable reconnected = () -> {};
    private String publishSha = "";
    private String latestSha = "";

    /// @param url `redis://user:password@host:port`
    public RedisLink(String url) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(TIMEOUT);
        this.resources =
                DefaultClientResources.builder()
                        .ioThreadPoolSize(2)
                        .computationThreadPoolSize(2)
                        .reconnectDelay(
                                Delay.fullJitter(
                                        Duration.ofMillis(50),
                                        Duration.ofSeconds(2),
                                        50,
                                        TimeUnit.MILLISECONDS))
                        .build();
        this.client = RedisClient.create(resources, uri);
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(true)
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .replayFilter(command -> true)
                        .socketOptions(socketOptions())
                        .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                        .build());
        client.addListener(
                new RedisConnectionStateListener() {
                    @Override
                    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                        if (handler == connection) {
                            // Whoever answers next may be another Redis, or the same one in another
                            // life.
                            runId = null;
                        }
                    }

                    @Override
                    public void onRedisConnected(
                            RedisChannelHandler<?, ?> handler, SocketAddress socketAddress) {
                        if (handler == connection) {
                            reconnected.run();
                        }
                    }
                });
    }

    private static SocketOptions socketOptions() {
        SocketOptions.Builder options =
                SocketOptions.builder()
                        .connectTimeout(TIMEOUT)
                        .keepAlive(
                                SocketOptions.KeepAliveOptions.builder()
                                        .enable()
                                        .idle(Duration.ofSeconds(5))
                                        .interval(Duration.ofSeconds(2))
                                        .count(3)
                                        .build());
        if (EpollProvider.isAvailable()) {
            // Without it a half-open link can sit for a quarter of an hour; only Linux has it.
            options.tcpUserTimeout(
                    SocketOptions.TcpUserTimeoutOptions.builder()
                            .enable()
                            .tcpUserTimeout(Duration.ofSeconds(10))
                            .build());
        }
        return options.build();
    }

    /// @throws io.lettuce.core.RedisConnectionException when Redis does not answer
    public synchronized void open() {
        if (connection == null) {
            connection = client.connect(CODEC);
            pubSub = client.connectPubSub(CODEC);
        }
    }

    /// Runs on the driver's thread after each reconnect of the command link: hand over, do not
    /// work.
    void onReconnect(Runnable action) {
        reconnected = action;
    }

    public RedisAsyncCommands<String, byte[]> async() {
        return open(connection).async();
    }

    public RedisCommands<String, byte[]> sync() {
        return open(connection).sync();
    }

    public StatefulRedisPubSubConnection<String, byte[]> pubSub() {
        return open(pubSub);
    }

    /// A Pub/Sub connection of its own, for a hearer that must not be delayed by others.
    public StatefulRedisPubSubConnection<String, byte[]> newPubSub() {
        return client.connectPubSub(CODEC);
    }

    public boolean isOpen() {
        StatefulRedisConnection<String, byte[]> current = connection;
        return current != null && current.isOpen();
    }

    /// Which life of which Redis we talk to. Read anew after every connect, with the scripts
    /// loaded.
    synchronized String runId() {
        String known = runId;
        if (known == null) {
            publishSha = sync().scriptLoad(script("publish.lua"));
            latestSha = sync().scriptLoad(script("latest.lua"));
            known =
                    sync().info("server")
                            .lines()
                            .filter(line -> line.startsWith("run_id:"))
                            .map(line -> line.substring("run_id:".length()).strip())
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("Redis tells no run_id"));
            runId = known;
        }
        return known;
    }

    /// Scripts are gone (`SCRIPT FLUSH`): load them again before the next call.
    void forgetScripts() {
        runId = null;
    }

    String publishSha() {
        return publishSha;
    }

    String latestSha() {
        return latestSha;
    }

    @Override
    public synchronized void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static <T> T open(@Nullable T opened) {
        if (opened == null) {
            throw new IllegalStateException("The link to Redis is not open yet");
        }
        return opened;
    }

    private static byte[] script(String name) {
        try (InputStream in = RedisLink.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
