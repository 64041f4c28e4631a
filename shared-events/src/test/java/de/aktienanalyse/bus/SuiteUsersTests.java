package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static de.aktienanalyse.bus.EventBusContract.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The users that `./suite` makes in its own Redis: a service can do its work and nothing else.
class SuiteUsersTests {
    private static final byte[] TEXT = {'{', '}'};

    @TempDir Path dir;

    private String settings(int port) throws Exception {
        Path repository = Path.of("..").toAbsolutePath().normalize();
        ProcessBuilder bash =
                new ProcessBuilder(
                        "bash",
                        "-c",
                        """
                        set -eu; umask 077
                        source "$HERE/deploy/suite/settings.sh"
                        source "$HERE/deploy/suite/redis.sh"
                        REDIS_PORT=$1
                        write_redis_users
                        write_redis_conf
                        echo "redis://owner:$REDIS_PASSWORD@127.0.0.1:$REDIS_PORT" >"$DATA/redis-url"
                        echo "$EVENT_CHANNELS"
                        """,
                        "users",
                        Integer.toString(port));
        bash.environment().put("HERE", repository.toString());
        bash.environment().put("AKTIEN_DATA_DIR", dir.toString());
        Process process = bash.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private String url(String user) throws Exception {
        Path file =
                user.equals("owner")
                        ? dir.resolve("redis-url")
                        : dir.resolve("redis-urls").resolve(user);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        return Files.readString(file).strip();
    }

    @Test
    void everyFamilyOfEventsHasItsChannels() throws Exception {
        assertThat(List.of(settings(1).split(" ")))
                .containsExactlyElementsOf(EventTypes.families());
    }

    @Test
    void theAddressesStayTheSameFromStartToStart() throws Exception {
        settings(1);
        String owner = url("owner");
        String service = url("verwaltung");
        settings(1);

        assertThat(url("owner")).isEqualTo(owner);
        assertThat(url("verwaltung")).isEqualTo(service).isNotEqualTo(url("auswertung"));
    }

    @Test
    void aServiceDoesItsWorkAndNothingElse() throws Exception {
        RedisProcess.assumeInstalled();
        int port = RedisProcess.freePort();
        settings(port);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RedisProcess _ =
                        RedisProcess.bare(
                                dir.resolve("run"),
                                port,
                                dir.resolve("redis/redis.conf").toString());
                BusNode node =
                        new BusNode(
                                "verwaltung",
                                "verwaltung-1",
                                url("verwaltung"),
                                dir.resolve("depot.db"));
                RedisLink owner = new RedisLink(url("owner"));
                RedisLink operator = new RedisLink(url("event-bus-service"))) {
            node.bus.react(
                    "a.first",
                    Cancelled.class,
                    event -> {
                        heard.add(event.data().orderId());
                        return List.of();
                    });
            node.bus.watch(PriceUpdated.class, event -> heard.add(event.data().symbol()));
            List.of(node.redis, owner, operator).forEach(SuiteUsersTests::awaitOpen);
            node.start();
            node.bus.publish(cancelled("o-1", "AAPL"));
            node.bus.publish(price("MSFT", "1"));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(heard).containsExactlyInAnyOrder("o-1", "MSFT"));
            assertThat(operator.sync().configGet("maxmemory-policy"))
                    .containsEntry("maxmemory-policy", "noeviction");

            refused(node.redis, RedisClusterCommands::flushall);
            refused(node.redis, redis -> redis.keys("*"));
            refused(node.redis, redis -> redis.configGet("*"));
            refused(node.redis, redis -> redis.configSet("appendonly", "no"));
            refused(node.redis, RedisClusterCommands::scriptFlush);
            refused(node.redis, redis -> redis.xadd("other:stream", Map.of("event", TEXT)));
            refused(node.redis, redis -> redis.publish("other.channel", TEXT));
            refused(operator, redis -> redis.configSet("appendonly", "no"));
            assertThat(owner.sync().keys("*")).isNotEmpty();
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> new RedisLink("redis://127.0.0.1:" + port).open())
                    .withStackTraceContaining("NOAUTH");
        }
    }

    @Test
    void whatIsSaidOutlivesARedisThatDies() throws Exception {
        RedisProcess.assumeInstalled();
        int port = RedisProcess.freePort();
        settings(port);
        try (RedisProcess redis =
                        RedisProcess.bare(
                                dir.resolve("run"),
                                port,
                                dir.resolve("redis/redis.conf").toString(),
                                "--appendfsync",
                                "always");
                RedisLink owner = new RedisLink(url("owner"))) {
            try (BusNode node =
                    new BusNode(
                            "verwaltung",
                            "verwaltung-1",
                            url("verwaltung"),
                            dir.resolve("depot.db"))) {
                awaitOpen(node.redis);
                node.start();
                node.bus.publish(cancelled("o-1", "AAPL"));
                node.bus.publish(price("MSFT", "1"));
                awaitOpen(owner);
                await().until(() -> entries(owner) == 1);
            }
            List<String> keys = owner.sync().keys("*").stream().sorted().toList();

            redis.kill();
            redis.startAgain();

            await().ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(owner.sync().keys("*"))
                                    .containsExactlyInAnyOrderElementsOf(keys));
            assertThat(entries(owner)).isEqualTo(1);
        }
    }

    /// In the streams of orders.
    private static long entries(RedisLink link) {
        return IntStream.range(0, 4)
                .mapToLong(partition -> link.sync().xlen(Keys.stream("trading." + partition)))
                .sum();
    }

    private static void awaitOpen(RedisLink link) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> {
                    link.open();
                    return true;
                });
    }

    private static void refused(
            RedisLink link, Consumer<RedisClusterCommands<String, byte[]>> command) {
        assertThatExceptionOfType(RedisCommandExecutionException.class)
                .isThrownBy(() -> command.accept(link.sync()))
                .withMessageStartingWith("NOPERM");
    }
}
