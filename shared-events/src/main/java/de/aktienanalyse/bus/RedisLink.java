package de.aktienanalyse.bus;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections to Redis. Opened when the bus starts, not before, so that a training run needs
/// no Redis.
public final class RedisLink implements AutoCloseable {
    public static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final ClientResources resources;
    private final Servers servers;
    private final Duration patience;
    private final Map<String, Speaker> speakers = new HashMap<>();
    private volatile Servers.@Nullable Commands commands;
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> pubSub;
    private volatile boolean mute;
    private volatile Runnable reconnected = () -> {};

    /// @param url `redis://user:password@host:port`, see [RedisUrl] for the other forms
    public RedisLink(String url) {
        this(url, null, LinkOptions.TIMEOUT);
    }

    /// @param ca file with the certificate that signs Redis's own, for `rediss://`
    RedisLink(String url, @Nullable Path ca, Duration timeout) {
        List<RedisURI> uris = RedisUrl.parse(url, timeout);
        this.patience = timeout;
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
        this.servers =
                RedisUrl.isCluster(url)
                        ? new Cluster(uris, ca, resources)
                        : new OneMaster(uris.getFirst(), ca, resources, new Reconnects());
    }

    private final class Reconnects implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(
                RedisChannelHandler<?, ?> handler, SocketAddress socketAddress) {
            Servers.Commands current = commands;
            if (current != null && handler == current.connection()) {
                reconnected.run();
            }
        }
    }

    /// @throws io.lettuce.core.RedisConnectionException when Redis does not answer
    public synchronized void open() {
        if (commands == null) {
            commands = servers.connect();
        }
    }

    /// Runs on the driver's thread after each reconnect of the command link: hand over, do not
    /// work.
    void onReconnect(Runnable action) {
        reconnected = action;
    }

    public RedisClusterAsyncCommands<String, byte[]> async() {
        return open(commands).async();
    }

    public RedisClusterCommands<String, byte[]> sync() {
        return open(commands).sync();
    }

    /// A Pub/Sub connection for all who need one now and then.
    public synchronized StatefulRedisPubSubConnection<String, byte[]> pubSub() {
        StatefulRedisPubSubConnection<String, byte[]> known = pubSub;
        if (known == null) {
            known = servers.connectPubSub();
            pubSub = known;
        }
        return known;
    }

    /// A Pub/Sub connection of its own, for a hearer that must not be delayed by others.
    public StatefulRedisPubSubConnection<String, byte[]> newPubSub() {
        return servers.connectPubSub();
    }

    public boolean isOpen() {
        Servers.Commands current = commands;
        return current != null && current.connection().isOpen();
    }

    /// To be called at regular times: a command link on which nothing is answered any more though
    /// TCP is well is made anew. While Redis itself is paused there is none better, and the old one
    /// is kept.
    ///
    /// @return whether it was made anew
    boolean look() {
        Servers.Commands old = open(commands);
        if (mute) {
            mute = false;
            commands = servers.connect();
            old.connection().closeAsync();
            reconnected.run();
            return true;
        }
        old.async()
                .ping()
                .whenComplete((_, failure) -> {
                    if (failure instanceof RedisCommandTimeoutException) {
                        mute = true;
                    }
                });
        return false;
    }

    /// How long to wait for the answer to what was said by a [Speaker].
    Duration patience() {
        return patience;
    }

    /// A section of `INFO` from each master that answers, by the master's name.
    public CompletableFuture<Map<String, String>> info(String section) {
        return servers.info(open(commands), section);
    }

    /// The master that has a partition, by a name that lasts as long as it does.
    public String masterOf(String partition) {
        return servers.masterOf(Keys.meta(partition));
    }

    /// A link of one life of that master: connected anew when the one before broke.
    synchronized Speaker speaker(String master) {
        Speaker known = speakers.get(master);
        if (known != null && known.isOpen()) {
            return known;
        }
        Speaker opened = new Speaker(servers.connectTo(master));
        Speaker broken = speakers.put(master, opened);
        if (broken != null) {
            broken.close();
        }
        return opened;
    }

    /// After a failure nothing more is said over this link: it may be another Redis by now.
    synchronized void silence(String master) {
        Speaker known = speakers.remove(master);
        if (known != null) {
            known.close();
        }
        servers.lookAgain();
    }

    @Override
    public synchronized void close() {
        speakers.values().forEach(Speaker::close);
        servers.close();
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static <T> T open(@Nullable T opened) {
        if (opened == null) {
            throw new IllegalStateException("The link to Redis is not open yet");
        }
        return opened;
    }

    /// Makes a consumer group that is to have everything in a stream, and the stream; nothing when
    /// it is there.
    public void makeGroup(String stream, String group) {
        try {
            sync().xgroupCreate(
                            XReadArgs.StreamOffset.from(stream, "0"),
                            group,
                            XGroupCreateArgs.Builder.mkstream());
        } catch (RedisCommandExecutionException e) {
            if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
                throw e;
            }
        }
    }

    static byte[] script(String name) {
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
