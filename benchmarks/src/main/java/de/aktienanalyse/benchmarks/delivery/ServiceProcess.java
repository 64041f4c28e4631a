package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service of the suite, started with the flags that `./suite` gives it, and as it has prepared
/// it where `./suite bench` says so; the gateway without limits.
final class ServiceProcess implements Served {
    static final String TOKEN = "benchmark-token-0123456789abcdef0123456789";

    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss512k",
                    "--enable-native-access=ALL-UNNAMED");

    /// Folders of services that `./suite` has prepared: `AKTIEN_APPS=verwaltung-service=/folder:…`.
    private static final Map<String, String> PREPARED = prepared(System.getenv("AKTIEN_APPS"));

    private final String name;
    private final int port = RedisProcess.freePort();
    private final Child child;

    private ServiceProcess(
            String name,
            List<String> flags,
            Path dir,
            String redisUrl,
            Map<String, String> settings) {
        this.name = name;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        String prepared = PREPARED.get(name);
        if (prepared == null) {
            Path jar = Path.of(System.getProperty("bench.root"), name, "target", name + ".jar");
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            command.addAll(List.of("-XX:AOTCache=app.aot", "-jar", name + ".jar"));
        }
        command.add("--server.port=" + port);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("AKTIEN_REDIS_URL", redisUrl);
        environment.put("AKTIEN_DATA_DIR", dir.toString());
        child = new Child(name, dir.resolve(name + ".log"), command, environment);
        if (prepared != null) {
            child.in(Path.of(prepared));
        }
    }

    private static Map<String, String> prepared(@Nullable String words) {
        Map<String, String> folders = new HashMap<>();
        for (String word : words == null ? new String[0] : words.split(":")) {
            String[] parts = word.split("=", 2);
            folders.put(parts[0], parts[1]);
        }
        return folders;
    }

    static ServiceProcess gateway(Path dir, String redisUrl) {
        return new ServiceProcess(
                "websocket-gateway",
                List.of("-Xmx256m", "-Xmn40m", "-XX:ReservedCodeCacheSize=64m"),
                dir,
                redisUrl,
                Map.of("AKTIEN_API_TOKEN", TOKEN, "AKTIEN_LIMITS", "off"));
    }

    static ServiceProcess verwaltung(Path dir, String redisUrl) {
        return new ServiceProcess(
                "verwaltung-service",
                List.of(
                        "-Xmx112m",
                        "-Xmn16m",
                        "-XX:ReservedCodeCacheSize=48m",
                        "-XX:TieredStopAtLevel=1"),
                dir,
                redisUrl,
                Map.of());
    }

    /// Replays the recorded prices.
    ///
    /// @param speed bars a second and share
    static ServiceProcess aktienanalyse(Path dir, String redisUrl, double speed) {
        return new ServiceProcess(
                "aktienanalyse-service",
                List.of("-Xmx192m", "-Xmn32m", "-XX:ReservedCodeCacheSize=64m"),
                dir,
                redisUrl,
                Map.of("AKTIEN_FEED", "replay", "AKTIEN_FEED_SPEED", String.valueOf(speed)));
    }

    @Override
    public ServiceProcess start() {
        child.start();
        Waiting.until(name + " is ready", 90, this::ready);
        return this;
    }

    @Override
    public int port() {
        return port;
    }

    /// As `./suite restart` does it: with farewell.
    @Override
    public void stop() {
        child.signal("TERM");
        Waiting.until(name + " ends", 30, () -> !child.runs());
    }

    @Override
    public void kill() {
        child.kill();
    }

    private boolean ready() {
        if (!child.runs()) {
            throw new IllegalStateException(name + " has ended");
        }
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
            HttpURLConnection asked = (HttpURLConnection) uri.toURL().openConnection();
            asked.setReadTimeout(2000);
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        child.kill();
    }
}
