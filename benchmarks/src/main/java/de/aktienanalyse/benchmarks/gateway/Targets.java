package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The servers of one measurement: ours and its peers, as far as `benchmarks/run` could prepare
/// them and `only=` names them.
///
/// `bench.gateway`, `bench.centrifuge`, `bench.peers` (where Node is) and `bench.python` with
/// `bench.python.peers` say what to start.
final class Targets {
    private static final List<String> SUITE_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss512k",
                    "-XX:MaxMetaspaceSize=160m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xmx256m",
                    "-Xmn40m",
                    "-XX:ReservedCodeCacheSize=64m");

    static final String SUBSCRIBE =
            "{\"type\":\"subscription\",\"event\":\"subscribe\","
                    + "\"data\":{\"event_types\":[\"analysis.complete\"]}}";
    static final String CONFIRMED = "subscription.confirmed";
    static final String CHANNEL = "aktienanalyse:events:websocket";

    /// By the names that `only=` knows, in the order of the table; made for a port.
    private final Map<String, IntFunction<Target>> makers = new LinkedHashMap<>();

    private final List<String> only;

    /// @param only names of those to be measured; all when there are none
    Targets(Path dir, RedisProcess redis, Use use, List<String> only) {
        Peers peers = new Peers(redis.port(), use);
        Path gateway = property("bench.gateway");
        makers.put("gateway", port -> gateway(gateway, port, redis.url(), dir));
        Path centrifuge = property("bench.centrifuge");
        makers.put("centrifuge", port -> peers.centrifuge(centrifuge, port, false));
        makers.put("centrifuge-recovery", port -> peers.centrifuge(centrifuge, port, true));
        Path scripts = property("bench.peers").resolve("node");
        makers.put("ws", port -> peers.ws(scripts, port));
        makers.put("socketio", port -> peers.socketIo(scripts, port));
        makers.put("socketio-recovery", port -> peers.socketIoRecovery(scripts, port));
        makers.put("stomp", peers::stomp);
        Path python = property("bench.python");
        Path folder = property("bench.python.peers").resolve("python");
        makers.put("python", port -> peers.python(python, folder, port));
        makers.put("fastapi", port -> peers.fastApi(python, folder, port));
        if (!makers.keySet().containsAll(only)) {
            throw new IllegalArgumentException("Not all of " + makers.keySet() + ": " + only);
        }
        this.only = only;
        leaveOut("bench.gateway", "gateway");
        leaveOut("bench.centrifuge", "centrifuge", "centrifuge-recovery");
        leaveOut("bench.peers", "ws", "socketio", "socketio-recovery");
        leaveOut("bench.python", "python", "fastapi");
    }

    private static Path property(String name) {
        return Path.of(System.getProperty(name, ""));
    }

    private void leaveOut(String property, String... names) {
        if (System.getProperty(property, "").isEmpty()) {
            makers.keySet().removeAll(List.of(names));
        }
    }

    /// Each gets its port when its turn comes: one picked long before may be taken by then by a
    /// client's connection.
    void forEach(Consumer<Target> measure) {
        makers.forEach((name, maker) -> {
            if (only.isEmpty() || only.contains(name)) {
                Target target = maker.apply(RedisProcess.freePort());
                System.out.println("measuring " + target.name());
                measure.accept(target);
            }
        });
    }

    private static Target gateway(Path jar, int port, String redisUrl, Path dir) {
        return new Target(
                "this gateway",
                1_000_000,
                "AKTIEN_LIMITS=off, the JVM's flags as in ./suite",
                new Target.Server(
                        java(jar, port),
                        Map.of(
                                "AKTIEN_REDIS_URL",
                                redisUrl,
                                "AKTIEN_DATA_DIR",
                                dir.toString(),
                                "AKTIEN_API_TOKEN",
                                Target.TOKEN,
                                "AKTIEN_LIMITS",
                                "off"),
                        port,
                        Target.Garbage.JCMD),
                Target.Talk.of("/ws", List.of(SUBSCRIBE), CONFIRMED),
                Target.Feed.published(CHANNEL));
    }

    /// The flags of `deploy/suite/settings.sh`, and those of `bench.gateway.flags`, for a look
    /// inside.
    private static List<String> java(Path jar, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(SUITE_FLAGS);
        String more = System.getProperty("bench.gateway.flags", "");
        command.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
        command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
        return command;
    }
}
