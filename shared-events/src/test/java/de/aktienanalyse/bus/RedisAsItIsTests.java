package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.OrderEvent.Cancelled;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over TLS, and behind Sentinel: on real processes.
class RedisAsItIsTests {
    @TempDir Path dir;

    private final List<String> effects = new CopyOnWriteArrayList<>();

    @BeforeEach
    void assumeInstalled() {
        RedisProcess.assumeInstalled();
    }

    private BusNode node(RedisLink link) {
        BusNode node =
                new BusNode(
                        "verwaltung",
                        "verwaltung-1",
                        link,
                        dir.resolve("depot.db"),
                        Clock.systemUTC());
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    effects.add(event.data().orderId());
                    return List.of();
                });
        return node;
    }

    private static void awaitOpen(RedisLink link) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> {
                    link.open();
                    return true;
                });
    }

    @Test
    void overTlsWithTheCertificateOfAnOwnAuthority() throws Exception {
        makeCertificate();
        int port = RedisProcess.freePort();
        Path certificate = dir.resolve("redis.crt");
        String url = "rediss://127.0.0.1:" + port;
        try (RedisProcess redis =
                        RedisProcess.bare(
                                dir.resolve("redis"),
                                port,
                                "--port",
                                "0",
                                "--tls-port",
                                Integer.toString(port),
                                "--tls-cert-file",
                                certificate.toString(),
                                "--tls-key-file",
                                dir.resolve("redis.key").toString(),
                                "--tls-auth-clients",
                                "no");
                BusNode node = node(new RedisLink(url, certificate, Duration.ofSeconds(5)))) {
            assertThat(redis.port).isEqualTo(port);
            awaitOpen(node.redis);
            node.start();
            node.bus.publish(cancelled("o-1", "AAPL"));
            await().atMost(Duration.ofSeconds(10)).until(() -> effects.equals(List.of("o-1")));

            try (RedisLink stranger = new RedisLink(url)) {
                assertThatExceptionOfType(RedisConnectionException.class)
                        .isThrownBy(stranger::open);
            }
        }
    }

    private void makeCertificate() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "req",
                                "-x509",
                                "-nodes",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=redis",
                                "-addext",
                                "subjectAltName=IP:127.0.0.1",
                                "-keyout",
                                "redis.key",
                                "-out",
                                "redis.crt")
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("openssl.log").toFile())
                        .start();
        assertThat(openssl.waitFor()).isZero();
    }

    @Test
    void whenSentinelPutsAReplicaInTheMastersPlaceNothingIsLost() throws Exception {
        String password = "of-the-data-nodes";
        int port = RedisProcess.freePort();
        Path conf = Files.createDirectories(dir.resolve("sentinel")).resolve("sentinel.conf");
        try (RedisProcess master =
                        RedisProcess.startWithPassword(
                                dir.resolve("master"), password, "--masterauth", password);
                RedisProcess replica =
                        RedisProcess.startWithPassword(
                                dir.resolve("replica"),
                                password,
                                "--masterauth",
                                password,
                                "--replicaof",
                                "127.0.0.1 " + master.port)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            replica.call(redis -> redis.info("replication"))
                                    .contains("master_link_status:up"));
            Files.writeString(
                    conf,
                    """
                    port %d
                    sentinel monitor depot 127.0.0.1 %d 1
                    sentinel auth-pass depot %s
                    sentinel down-after-milliseconds depot 500
                    sentinel failover-timeout depot 5000
                    """
                            .formatted(port, master.port, password));
            RedisLink link =
                    new RedisLink(
                            "redis-sentinel://:" + password + "@127.0.0.1:" + port + "#depot");
            try (RedisProcess _ =
                            RedisProcess.bare(
                                    dir.resolve("sentinel"), port, conf.toString(), "--sentinel");
                    BusNode node = node(link)) {
                awaitOpen(link);
                node.start();
                List.of("o-1", "o-2", "o-3")
                        .forEach(order -> node.bus.publish(cancelled(order, "AAPL")));
                await().atMost(Duration.ofSeconds(10)).until(() -> effects.size() == 3);

                master.kill();
                node.bus.publish(cancelled("o-4", "AAPL"));

                await().atMost(Duration.ofSeconds(40)).until(() -> effects.size() == 4);
                assertThat(effects).containsExactly("o-1", "o-2", "o-3", "o-4");
                String stream = Keys.stream(Keys.partition("trading", Partitions.of("AAPL")));
                long kept = replica.call(redis -> redis.xlen(stream));
                assertThat(kept).isEqualTo(4);
            }
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrl.parse("redis-cluster://", Duration.ofSeconds(1)))
                .withMessageContaining("redis-cluster://:PASSWORD@HOST:PORT,HOST:PORT");
        assertThat(RedisUrl.parse("rediss-cluster://a:b@one:1,two:2", Duration.ofSeconds(1)))
                .allMatch(RedisURI::isSsl)
                .extracting(uri -> uri.getHost() + uri.getPort())
                .containsExactly("one1", "two2");
    }
}
