package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.CentrifugeProtocol;
import de.aktienanalyse.benchmarks.browser.GatewayProtocol;
import de.aktienanalyse.benchmarks.browser.Protocol;
import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.browser.SocketIoProtocol;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who takes part in a comparison: this gateway, and the peers that can make up for what a client
/// missed. The peers have no classes of delivery, so they get fills only.
///
/// @param protocol what clients say to it
record Entrant(String name, boolean isOurs, Protocol protocol, Starter starter) {
    static final int SUBJECTS = 50;

    private interface Starter {
        Contestant start(Entrant entrant, RedisProcess redis, Said said, Path dir);
    }

    /// Ours first, then the peers that `bench.peers` and `bench.centrifuge` name.
    static List<Entrant> all() {
        List<Entrant> all = new ArrayList<>(List.of(ours()));
        String peers = System.getProperty("bench.peers", "");
        if (!peers.isEmpty()) {
            all.add(socketIo(Path.of(peers, "node", "recovery.js").toString()));
        }
        String centrifuge = System.getProperty("bench.centrifuge", "");
        if (!centrifuge.isEmpty()) {
            all.add(centrifuge(centrifuge));
        }
        return all;
    }

    static Entrant ours() {
        return new Entrant(
                "this gateway", true, new GatewayProtocol(false, ""), Entrant::startOurs);
    }

    /// Its clients want prices too.
    static Entrant oursWithPrices() {
        return new Entrant(
                "this gateway, with prices",
                true,
                new GatewayProtocol(true, ""),
                Entrant::startOurs);
    }

    private static Contestant startOurs(Entrant entrant, RedisProcess redis, Said said, Path dir) {
        Served gateway = ServiceProcess.gateway(dir, redis.url()).start();
        Publisher publisher = new Publisher(redis.url(), said);
        publisher.everyValueOnce();
        return new Contestant(entrant, redis, said, publisher, gateway);
    }

    private static Entrant socketIo(String script) {
        return new Entrant(
                "Socket.IO 4.8, Redis Streams adapter 0.3.1",
                false,
                new SocketIoProtocol(),
                (entrant, redis, said, dir) -> {
                    List<String> command = List.of("node", script);
                    Served server =
                            new PeerProcess(entrant.name(), command, redis.port(), dir).start();
                    PeerFeed feed = PeerFeed.emitter(redis.url(), said);
                    return new Contestant(entrant, redis, said, feed, server);
                });
    }

    private static Entrant centrifuge(String binary) {
        return new Entrant(
                "Centrifuge 0.40.1, history in Redis",
                false,
                new CentrifugeProtocol(),
                (entrant, redis, said, dir) -> {
                    List<String> command = List.of(binary);
                    Served server =
                            new PeerProcess(entrant.name(), command, redis.port(), dir).start();
                    PeerFeed feed =
                            PeerFeed.relayed(
                                    redis.url(),
                                    said,
                                    PeerProcess.child(
                                            "Centrifuge's relay",
                                            command,
                                            0,
                                            redis.port(),
                                            "relay",
                                            dir));
                    return new Contestant(entrant, redis, said, feed, server);
                });
    }

    /// @param dir for the data and logs of all that take part
    Contestant start(Path dir) {
        try {
            Path own = Files.createTempDirectory(dir, "entrant");
            RedisProcess redis = new RedisProcess(own.resolve("redis")).start();
            return starter.start(this, redis, new Said(SUBJECTS), own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
