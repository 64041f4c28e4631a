package de.aktienanalyse.benchmarks.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A server to be measured: how it is started, how a client says what it wants, and what is
/// published for it.
///
/// @param fair a load under which it works well and its code becomes warm, deliveries per second
/// @param settings what was set to make it as fast as it can be
/// @param opening messages that a client sends after the handshake
/// @param ready text in an answer after which a client is subscribed
/// @param alone whether each message is a frame of its own and their lengths differ; else all have
///   one length, and a frame may hold several
/// @param wrap makes of the JSON text what is published on the channel
record Target(
        String name,
        int fair,
        String settings,
        List<String> command,
        Map<String, String> environment,
        int port,
        String path,
        List<String> opening,
        String ready,
        String channel,
        boolean alone,
        UnaryOperator<byte[]> wrap) {

    private static final List<String> SUITE_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss512k",
                    "-XX:MaxMetaspaceSize=160m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx256m",
                    "-XX:ReservedCodeCacheSize=64m");

    static final String TOKEN = "benchmark-token-0123456789abcdef0123456789";

    static Target gateway(Path jar, int port, String redisUrl, Path dir) {
        return new Target(
                "this gateway",
                1_000_000,
                "AKTIEN_LIMITS=off, the JVM's flags as in ./suite",
                java(jar, port),
                Map.of(
                        "AKTIEN_REDIS_URL",
                        redisUrl,
                        "AKTIEN_DATA_DIR",
                        dir.toString(),
                        "AKTIEN_API_TOKEN",
                        TOKEN,
                        "AKTIEN_LIMITS",
                        "off"),
                port,
                "/ws",
                List.of(
                        "{\"type\":\"subscription\",\"event\":\"subscribe\","
                                + "\"data\":{\"event_types\":[\"analysis.complete\"]}}"),
                "subscription.confirmed",
                "aktienanalyse:events:websocket",
                false,
                UnaryOperator.identity());
    }

    /// The flags of `deploy/suite/settings.sh`, and those of `bench.gateway.flags`, for a look
    /// inside.
    private static List<String> java(Path jar, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SUITE_FLAGS);
        String more = System.getProperty("bench.gateway.flags", "");
        command.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
        command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
        return command;
    }

    static Target centrifuge(Path binary, int port, int redisPort) {
        return new Target(
                "Centrifuge 0.40.1 (Go)",
                500_000,
                "Redis broker, write delay 1 ms, unlimited messages per frame",
                List.of(binary.toString(), String.valueOf(port), String.valueOf(redisPort)),
                Map.of(),
                port,
                "/",
                List.of(
                        "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"bench\"}}"),
                "\"id\":2",
                "centrifuge.client.bench",
                false,
                Target::publication);
    }

    static Target ws(Path peers, int port, int redisPort) {
        return new Target(
                "Node ws 8.18",
                20_000,
                "no compression, one send per client and message",
                List.of("node", peers.resolve("node/ws.js").toString(), "" + port, "" + redisPort),
                Map.of(),
                port,
                "/",
                List.of(),
                "ready",
                "bench",
                false,
                UnaryOperator.identity());
    }

    static Target socketIo(Path peers, int port, int redisPort) {
        return new Target(
                "Socket.IO 4.8",
                15_000,
                "Redis adapter, WebSocket only, no compression",
                List.of(
                        "node",
                        peers.resolve("node/socketio.js").toString(),
                        "" + port,
                        "" + redisPort),
                Map.of(),
                port,
                "/socket.io/?EIO=4&transport=websocket",
                List.of("40"),
                "40{",
                "socket.io#/#",
                false,
                Target::packet);
    }

    static Target stomp(int port, int redisPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(StompServer.class.getName(), "" + port, "" + redisPort));
        return new Target(
                "Spring's simple STOMP broker",
                20_000,
                "Tomcat, no compression, one outbound thread per core, 64 MiB send buffer a session",
                command,
                Map.of(),
                port,
                "/stomp",
                List.of(
                        "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:bench\n\n\0",
                        "SUBSCRIBE\nid:0\ndestination:/topic/bench\n\n\0"),
                "CONNECTED",
                "bench",
                true,
                UnaryOperator.identity());
    }

    static Target python(Path interpreter, Path peers, int port, int redisPort) {
        return new Target(
                "the spec's Python gateway",
                5_000,
                "websockets 17.4, no compression, one encoding and send per client and message",
                List.of(
                        interpreter.toString(),
                        peers.resolve("python/gateway.py").toString(),
                        "" + port,
                        "" + redisPort),
                Map.of(),
                port,
                "/",
                List.of(
                        "{\"type\":\"subscription\",\"event\":\"subscribe\","
                                + "\"data\":{\"event_types\":[\"analysis.complete\"]}}"),
                "subscription.confirmed",
                "aktienanalyse:events:websocket",
                false,
                UnaryOperator.identity());
    }

    /// Centrifuge's protobuf: field 4 of a publication is its data.
    private static byte[] publication(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(4 << 3 | 2);
        int length = json.length;
        while (length >= 128) {
            out.write(length & 127 | 128);
            length >>= 7;
        }
        out.write(length);
        out.writeBytes(json);
        return out.toByteArray();
    }

    /// What Socket.IO's Redis emitter publishes, in MessagePack: `[uid, packet, opts]`.
    private static byte[] packet(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x93);
        text(out, "emitter");
        out.write(0x83);
        text(out, "type");
        out.write(2);
        text(out, "data");
        out.write(0x92);
        text(out, "m");
        text(out, new String(json, StandardCharsets.UTF_8));
        text(out, "nsp");
        text(out, "/");
        out.write(0x83);
        text(out, "rooms");
        out.write(0x90);
        text(out, "except");
        out.write(0x90);
        text(out, "flags");
        out.write(0x80);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(0xda);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
