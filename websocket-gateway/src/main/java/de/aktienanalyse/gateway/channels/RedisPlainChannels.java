package de.aktienanalyse.gateway.channels;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.RedisLink;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The channels on the bus's own link to Redis. The driver subscribes again after a reconnect.
final class RedisPlainChannels implements PlainChannels, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RedisPlainChannels.class);

    private final RedisLink redis;
    private Consumer<byte[]> relay = _ -> {};
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> pubSub;

    RedisPlainChannels(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public void onReadyMade(Consumer<byte[]> relay) {
        this.relay = relay;
    }

    @Override
    public void tellUserCommand(byte[] json) {
        try {
            redis.async().publish(USER_COMMANDS, json);
        } catch (RuntimeException e) {
            log.debug("The copy of a command was not told: {}", e.toString());
        }
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        StatefulRedisPubSubConnection<String, byte[]> opened = redis.newPubSub();
        opened.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, byte[] message) {
                        relay.accept(message);
                    }
                });
        opened.sync().subscribe(WEBSOCKET);
        pubSub = opened;
    }

    @Override
    public void stop() {
        if (pubSub != null) {
            pubSub.close();
            pubSub = null;
        }
    }

    @Override
    public boolean isRunning() {
        return pubSub != null;
    }
}
