package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The gateway, started with the flags that `./suite` gives it, and without limits.
final class GatewayProcess implements AutoCloseable {
    static final String TOKEN = "benchmark-token-0123456789abcdef0123456789";

    private final int port = RedisProcess.freePort();
    private final Child child;

    GatewayProcess(Path dir, String redisUrl) {
        Path jar = Path.of(System.getProperty("bench.gateway"));
        child =
                new Child(
                        "gateway",
                        dir.resolve("gateway.log"),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-Xmx256m",
                                "-Xss512k",
                                "--enable-native-access=ALL-UNNAMED",
                                "-jar",
                                jar.toString(),
                                "--server.port=" + port),
                        Map.of(
                                "AKTIEN_REDIS_URL",
                                redisUrl,
                                "AKTIEN_DATA_DIR",
                                dir.toString(),
                                "AKTIEN_API_TOKEN",
                                TOKEN,
                                "AKTIEN_LIMITS",
                                "off"));
    }

    GatewayProcess start() {
        child.start();
        Waiting.until("the gateway listens", 60, this::listens);
        return this;
    }

    int port() {
        return port;
    }

    /// As `./suite restart` does it: with farewell.
    void stop() {
        child.signal("TERM");
        Waiting.until("the gateway ends", 30, () -> !child.runs());
    }

    void kill() {
        child.kill();
    }

    private boolean listens() {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        child.kill();
    }
}
