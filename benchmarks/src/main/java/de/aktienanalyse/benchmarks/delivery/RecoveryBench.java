package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.CentrifugeProtocol;
import de.aktienanalyse.benchmarks.browser.Protocol;
import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.browser.SocketIoProtocol;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `recovery`: the cuts of `jitter` for the peers that can make up for them, Socket.IO with
/// connection state recovery and Centrifuge with recovery. They have no classes of delivery, so
/// fills only. What is missing there is theirs, so it fails nothing.
final class RecoveryBench {
    private static final int SUBJECTS = 50;
    private static final int EVENTS = 100;
    private static final int CUT_EVERY_S = 15;

    private record Peer(String name, List<String> command, Protocol protocol) {}

    private final Said said = new Said(SUBJECTS);
    private int next;

    private RecoveryBench() {}

    /// `recovery [clients] [seconds]`, with `bench.peers` and `bench.centrifuge` naming the peers.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        Path dir = Files.createTempDirectory("recovery-bench");
        Report report =
                new Report(
                        "Jitter of the peers that recover: %d clients, each cut every %d s and away up to 1 s; %d fills/s"
                                .formatted(clients, CUT_EVERY_S, EVENTS),
                        List.of(
                                "server",
                                "cuts",
                                "due",
                                "delivered",
                                "missing / twice / out of order",
                                "not recovered",
                                "back after, p50 / p99 ms",
                                "latency p50 / p99 ms",
                                "as promised to our clients"));
        for (Peer peer : peers()) {
            int port = RedisProcess.freePort();
            try (RedisProcess redis = new RedisProcess(dir.resolve("redis-" + port)).start();
                    Child server = child(peer, port, redis.port(), dir)) {
                server.start();
                Waiting.until(peer.name() + " listens", 30, () -> listens(port));
                new RecoveryBench().run(peer, redis.url(), port, clients, seconds, report);
            }
        }
        report.keep();
        System.exit(0);
    }

    private static List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        String node = System.getProperty("bench.peers", "");
        if (!node.isEmpty()) {
            String script = Path.of(node, "node", "recovery.js").toString();
            peers.add(
                    new Peer(
                            "Socket.IO 4.8, Redis Streams adapter 0.3.1",
                            List.of("node", script),
                            new SocketIoProtocol()));
        }
        String centrifuge = System.getProperty("bench.centrifuge", "");
        if (!centrifuge.isEmpty()) {
            peers.add(
                    new Peer(
                            "Centrifuge 0.40.1, history in Redis",
                            List.of(centrifuge),
                            new CentrifugeProtocol()));
        }
        return peers;
    }

    private static Child child(Peer peer, int port, int redisPort, Path dir) {
        List<String> command = new ArrayList<>(peer.command());
        command.addAll(List.of(String.valueOf(port), String.valueOf(redisPort), "recovery"));
        return new Child(peer.name(), dir.resolve(port + ".log"), command, Map.of());
    }

    private void run(
            Peer peer, String redisUrl, int port, int clients, int seconds, Report report) {
        RedisClient client = RedisClient.create(redisUrl);
        try (StatefulRedisConnection<String, String> redis = client.connect();
                Browsers browsers = new Browsers(port, "", SUBJECTS, new Random(15))) {
            browsers.add(clients, peer.protocol(), 0);
            Waiting.until("all are connected", 30, () -> browsers.live() == clients);
            browsers.takeConnects();
            say(redis, 2);
            for (int left = seconds; left >= CUT_EVERY_S; left -= CUT_EVERY_S) {
                browsers.cutAll(TimeUnit.SECONDS.toNanos(CUT_EVERY_S), TimeUnit.SECONDS.toNanos(1));
                say(redis, CUT_EVERY_S);
            }
            say(redis, 3);
            Waiting.holds(15, () -> browsers.against(said).isAsPromised());
            report(peer, browsers, report);
        } finally {
            client.shutdown();
        }
    }

    private void report(Peer peer, Browsers browsers, Report report) {
        Verdict verdict = browsers.against(said);
        report.row(
                peer.name(),
                browsers.cuts(),
                "%,d".formatted(verdict.due()),
                verdict.deliveredPercent(),
                verdict.missing() + " / " + verdict.doubled() + " / " + verdict.overtaken(),
                verdict.gaps(),
                Times.ms(browsers.takeConnects()),
                Times.ms(browsers.takeLatencies()),
                verdict.isAsPromised() ? "yes" : "no: " + String.join(", ", verdict.faults()));
    }

    /// By plan, as the other sayer does.
    private void say(StatefulRedisConnection<String, String> redis, int seconds) {
        long begin = System.nanoTime();
        for (int i = 0; i < EVENTS * seconds; i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / EVENTS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int subject = next++ % SUBJECTS;
            redis.async()
                    .publish(
                            "bench",
                            ("{\"symbol\":\"%s\",\"client_order_id\":\"%d\",\"execution_id\":\"%d\","
                                            + "\"padding\":\"%s\"}")
                                    .formatted(
                                            Publisher.symbol(subject),
                                            said.nextEvent(subject),
                                            due,
                                            "x".repeat(200)));
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
