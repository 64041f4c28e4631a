package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a cluster of three masters.
class ClusterTests extends OnRealRedis {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16384;

    @TempDir static Path files;

    private static final List<RedisProcess> masters = new ArrayList<>();

    @BeforeAll
    static void startCluster() throws Exception {
        RedisProcess.assumeInstalled();
        for (int i = 0; i < MASTERS; i++) {
            int port = RedisProcess.freeLowPort();
            masters.add(
                    RedisProcess.startOn(
                            port,
                            files.resolve("master-" + i),
                            "",
                            "--cluster-enabled",
                            "yes",
                            "--cluster-require-full-coverage",
                            "no",
                            "--cluster-node-timeout",
                            "15000"));
        }
        for (int i = 0; i < MASTERS; i++) {
            int from = SLOTS * i / MASTERS;
            int to = SLOTS * (i + 1) / MASTERS;
            int[] slots = IntStream.range(from, to).toArray();
            masters.get(i).call(redis -> redis.clusterAddSlots(slots));
            int first = masters.getFirst().port;
            masters.get(i).call(redis -> redis.clusterMeet("127.0.0.1", first));
        }
        awaitAll("cluster_state:ok");
        awaitAll("cluster_known_nodes:3");
    }

    private static void awaitAll(String info) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() ->
                        masters.stream()
                                .allMatch(master ->
                                        master.call(redis -> redis.clusterInfo()).contains(info)));
    }

    @AfterAll
    static void stopCluster() {
        masters.forEach(RedisProcess::close);
        masters.clear();
    }

    @Override
    String url() {
        return masters.stream()
                .map(master -> "127.0.0.1:" + master.port)
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    @Test
    void theLoadIsOnAllMastersAndEachPartitionOnOne() {
        start();
        for (int i = 0; i < 40; i++) {
            node.bus.publish(cancelled("o-" + i, "S" + i));
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        IntStream.range(0, Partitions.COUNT)
                                        .mapToLong(partition ->
                                                node.redis
                                                        .sync()
                                                        .xlen(
                                                                Keys.stream(
                                                                        Keys.partition(
                                                                                "trading",
                                                                                partition))))
                                        .sum()
                                == 40);
        long busy =
                masters.stream()
                        .filter(master ->
                                master.call(redis -> redis.keys("*:stream")).stream()
                                        .anyMatch(key -> key.contains("trading")))
                        .count();
        assertThat(busy).isGreaterThan(1);
    }

    @Test
    void aMasterThatIsAwayHoldsUpOnlyItsOwnPartitions() throws Exception {
        start();
        List<String> symbols =
                IntStream.range(0, Partitions.COUNT).mapToObj(ClusterTests::symbolIn).toList();
        symbols.forEach(symbol -> node.bus.publish(cancelled("before", symbol)));
        await().atMost(Duration.ofSeconds(10)).until(() -> said(symbols) == symbols.size());
        RedisProcess away = masterOf(symbols.getFirst());
        List<String> elsewhere =
                symbols.stream().filter(symbol -> masterOf(symbol) != away).toList();
        assertThat(elsewhere).isNotEmpty();

        away.kill();
        try {
            symbols.forEach(symbol -> node.bus.publish(cancelled("while", symbol)));
            RedisProcess up = masterOf(elsewhere.getFirst());
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> up.call(redis -> redis.xlen(stream(elsewhere.getFirst()))) == 2);
        } finally {
            away.startAgain();
            awaitAll("cluster_state:ok");
        }
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> said(symbols) == 2L * symbols.size());
    }

    @Test
    void oneFullMasterIsEnoughToStartNothingNew() {
        start();
        Pressure pressure = new Pressure(node.redis);
        assertThat(node.redis.info("memory").join())
                .hasSize(MASTERS)
                .containsKeys(node.redis.masterOf("trading.0"), node.redis.masterOf("trading.1"));

        for (RedisProcess master : masters) {
            try {
                master.call(redis -> redis.configSet("maxmemory", "1"));
                await().atMost(Duration.ofSeconds(5)).until(pressure::isFull);
            } finally {
                master.call(redis -> redis.configSet("maxmemory", "0"));
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> !pressure.isFull());
        }
    }

    private static String symbolIn(int partition) {
        return IntStream.range(0, 1000)
                .mapToObj(number -> "S" + number)
                .filter(symbol -> Partitions.of(symbol) == partition)
                .findFirst()
                .orElseThrow();
    }

    private static String stream(String symbol) {
        return Keys.stream(Keys.partition("trading", Partitions.of(symbol)));
    }

    private long said(List<String> symbols) {
        return symbols.stream().mapToLong(symbol -> node.redis.sync().xlen(stream(symbol))).sum();
    }

    private static RedisProcess masterOf(String symbol) {
        int slot = SlotHash.getSlot(stream(symbol));
        return masters.get(
                IntStream.range(0, MASTERS)
                        .filter(i -> slot < SLOTS * (i + 1) / MASTERS)
                        .findFirst()
                        .orElseThrow());
    }
}
