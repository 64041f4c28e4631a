package de.aktienanalyse.bus;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A Redis Cluster. The keys of a partition share a slot, so that its script runs on one master.
final class Cluster implements Servers {
    private final RedisClusterClient cluster;
    private final RedisClient once;

    Cluster(List<RedisURI> seeds, @Nullable Path ca, ClientResources resources) {
        Duration timeout = seeds.getFirst().getTimeout();
        cluster = RedisClusterClient.create(resources, seeds);
        cluster.setOptions(
                ClusterClientOptions.builder(LinkOptions.of(timeout, ca, true))
                        .topologyRefreshOptions(
                                ClusterTopologyRefreshOptions.builder()
                                        .enablePeriodicRefresh(Duration.ofSeconds(5))
                                        .enableAllAdaptiveRefreshTriggers()
                                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                                        .build())
                        .build());
        once = RedisClient.create(resources);
        once.setOptions(LinkOptions.of(timeout, ca, false));
    }

    @Override
    public Commands connect() {
        StatefulRedisClusterConnection<String, byte[]> connection =
                cluster.connect(RedisLink.CODEC);
        return new Commands(connection, connection.async(), connection.sync());
    }

    @Override
    public StatefulRedisPubSubConnection<String, byte[]> connectPubSub() {
        return cluster.connectPubSub(RedisLink.CODEC);
    }

    @Override
    public String masterOf(String key) {
        RedisClusterNode master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        if (master == null) {
            lookAgain();
            throw new RedisConnectionException("No master has the slot of " + key);
        }
        return master.getNodeId();
    }

    @Override
    public StatefulRedisConnection<String, byte[]> connectTo(String master) {
        RedisClusterNode node = cluster.getPartitions().getPartitionByNodeId(master);
        if (node == null) {
            throw new RedisConnectionException(master + " is no longer in the cluster");
        }
        return once.connect(RedisLink.CODEC, node.getUri());
    }

    @Override
    public CompletableFuture<Map<String, String>> info(Commands over, String section) {
        Map<String, CompletableFuture<String>> asked = new HashMap<>();
        ((StatefulRedisClusterConnection<String, byte[]>) over.connection())
                .async()
                .upstream()
                .commands()
                .info(section)
                .asMap()
                .forEach((node, info) -> asked.put(node.getNodeId(), info.toCompletableFuture()));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .handle((_, _) -> {
                    asked.values().removeIf(CompletableFuture::isCompletedExceptionally);
                    if (asked.isEmpty()) {
                        throw new RedisConnectionException("No master answers");
                    }
                    Map<String, String> answers = new HashMap<>();
                    asked.forEach((master, info) -> answers.put(master, info.join()));
                    return answers;
                });
    }

    @Override
    public void lookAgain() {
        cluster.refreshPartitionsAsync();
    }

    @Override
    public void close() {
        cluster.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        once.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
