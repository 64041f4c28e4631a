package de.aktienanalyse.bus;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Where Redis is: one server, whichever of several Sentinel calls the master, or a cluster.
interface Servers extends AutoCloseable {

    /// A link for commands, mended by the driver.
    record Commands(
            StatefulConnection<String, byte[]> connection,
            RedisClusterAsyncCommands<String, byte[]> async,
            RedisClusterCommands<String, byte[]> sync) {}

    Commands connect();

    /// A link that hears, mended by the driver.
    StatefulRedisPubSubConnection<String, byte[]> connectPubSub();

    /// The master that has the key, by a name that lasts as long as it does.
    String masterOf(String key);

    /// A link to that master which stays broken when it breaks.
    StatefulRedisConnection<String, byte[]> connectTo(String master);

    /// Asks each master for a section of `INFO`: master → answer, without those that do not answer.
    ///
    /// @param over what [#connect] gave
    CompletableFuture<Map<String, String>> info(Commands over, String section);

    /// A master did not do what was expected of it: another may have its place.
    void lookAgain();

    @Override
    void close();
}
