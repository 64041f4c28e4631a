package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Target.Feed;
import de.aktienanalyse.benchmarks.gateway.Target.Garbage;
import de.aktienanalyse.benchmarks.gateway.Target.Server;
import de.aktienanalyse.benchmarks.gateway.Target.Talk;
import de.aktienanalyse.benchmarks.stage.Child;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The servers that the gateway is measured beside, on the same Redis.
final class Peers {
    private final int redisPort;
    private final Use use;

    Peers(int redisPort, Use use) {
        this.redisPort = redisPort;
        this.use = use;
    }

    private Server server(int port, Garbage garbage, List<String> program, String... words) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(String.valueOf(port), String.valueOf(redisPort)));
        command.addAll(List.of(words));
        return new Server(command, Map.of(), port, garbage);
    }

    /// @param recovery whether what is published is kept, so that a client that comes back gets
    ///   what it missed
    Target centrifuge(Path binary, int port, boolean recovery) {
        List<String> program = List.of(binary.toString());
        String keeping = recovery ? "both" : "live";
        return new Target(
                "Centrifuge 0.40.1 (Go)" + (recovery ? ", recovery" : ""),
                recovery ? 200_000 : 500_000,
                centrifugeSettings(recovery),
                server(port, Garbage.SIGNAL, program, keeping, use.name()),
                Talk.of(
                                "/",
                                List.of(
                                        "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"bench\"}}"),
                                "\"id\":2")
                        .pinging("{}", "{}"),
                recovery
                        ? Feed.published("bench")
                        : Feed.published("centrifuge.client.bench", Payloads::publication));
    }

    private String centrifugeSettings(boolean recovery) {
        return "Redis broker, "
                + (recovery ? "history of 100,000 there and recovery, " : "")
                + "write delay 1 ms, unlimited messages per frame, "
                + switch (use) {
                    case FAN_OUT -> "queues up to 64 MiB";
                    case NEIGHBOURS -> "at most 1 MiB queued and 1 s a write, its defaults";
                    case IDLE ->
                            "write timer, commands off the read loop, 512 bytes to read, writes pooled";
                };
    }

    private static List<String> node(Path scripts, String script) {
        return List.of("node", "--expose-gc", scripts.resolve(script).toString());
    }

    Target ws(Path scripts, int port) {
        return new Target(
                "Node ws 8.18",
                20_000,
                "no compression, one send per client and message",
                server(port, Garbage.SIGNAL, node(scripts, "ws.js")),
                Talk.of("/", List.of(), "ready"),
                Feed.published("bench"));
    }

    private static Talk socketIo() {
        return Talk.of("/socket.io/?EIO=4&transport=websocket", List.of("40"), "40{")
                .pinging("2", "3");
    }

    Target socketIo(Path scripts, int port) {
        return new Target(
                "Socket.IO 4.8",
                15_000,
                "Redis adapter, WebSocket only, no compression, requests not kept",
                server(port, Garbage.SIGNAL, node(scripts, "socketio.js")),
                socketIo(),
                Feed.published("socket.io#/#", Payloads::packet));
    }

    /// Told as its emitter tells it, without a way round through the server.
    Target socketIoRecovery(Path scripts, int port) {
        return new Target(
                "Socket.IO 4.8, recovery",
                15_000,
                "Redis Streams adapter of 100,000, connection state recovery, WebSocket only, "
                        + "no compression, requests not kept",
                server(port, Garbage.SIGNAL, node(scripts, "recovery.js")),
                socketIo().oneByOne(),
                new Feed(
                        List.of(
                                ("XADD socket.io MAXLEN ~ 100000 * uid emitter nsp / type 3 data")
                                        .split(" ")),
                        Payloads::entry));
    }

    Target stomp(int port) {
        String settings =
                switch (use) {
                    case FAN_OUT -> "one outbound thread per core, 64 MiB send buffer a session";
                    case NEIGHBOURS ->
                            "32 outbound threads, 512 KiB and 10 s a session at most: its defaults";
                    case IDLE -> "small buffers, the JVM's flags as ours but for 1 GiB of heap";
                };
        List<String> flags = new ArrayList<>(List.of("-Dbench.use=" + use));
        flags.addAll(
                use == Use.IDLE
                        ? List.of(
                                "-Xmx1g",
                                "-Xmn40m",
                                "-Xss512k",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-Dorg.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE=1024")
                        : List.of("-Xmx512m"));
        return new Target(
                "Spring's simple STOMP broker",
                20_000,
                "Tomcat, no compression, " + settings,
                server(port, Garbage.JCMD, Child.java(flags, StompServer.class)),
                Talk.of(
                                "/stomp",
                                List.of(
                                        "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:bench\n\n\0",
                                        "SUBSCRIBE\nid:0\ndestination:/topic/bench\n\n\0"),
                                "CONNECTED")
                        .oneByOne(),
                Feed.published("bench"));
    }

    private Target python(String name, String settings, Server server, Talk talk) {
        return new Target(name, 5_000, settings, server, talk, Feed.published(Targets.CHANNEL));
    }

    Target python(Path interpreter, Path scripts, int port) {
        return python(
                "the spec's Python gateway without FastAPI",
                "bare websockets 17.4, no compression, one encoding and send per client and message",
                server(
                        port,
                        Garbage.ITSELF,
                        List.of(interpreter.toString(), scripts.resolve("gateway.py").toString())),
                Talk.of("/", List.of(Targets.SUBSCRIBE), Targets.CONFIRMED));
    }

    /// A path for each client, because the spec's gateway knows them by it. Its messages have not
    /// quite one length: a time of a whole second is shorter.
    Target fastApi(Path interpreter, Path scripts, int port) {
        return python(
                "the spec's Python gateway",
                "FastAPI, uvicorn on uvloop, websockets, no compression, no log",
                server(
                        port,
                        Garbage.ITSELF,
                        List.of(interpreter.toString(), scripts.resolve("spec.py").toString())),
                Talk.of("/ws/{n}", List.of(Targets.SUBSCRIBE), Targets.CONFIRMED).oneByOne());
    }
}
