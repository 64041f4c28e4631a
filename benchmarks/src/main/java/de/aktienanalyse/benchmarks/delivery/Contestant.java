package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.Protocol;
import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.util.Random;

/// A server that is compared, running on a Redis of its own; its feed, and clients that check.
final class Contestant implements AutoCloseable {
    private final Entrant entrant;
    private final RedisProcess redis;
    private final Said said;
    private final Feed feed;
    private final Served server;

    Contestant(Entrant entrant, RedisProcess redis, Said said, Feed feed, Served server) {
        this.entrant = entrant;
        this.redis = redis;
        this.said = said;
        this.feed = feed;
        this.server = server;
    }

    String name() {
        return entrant.name();
    }

    boolean isOurs() {
        return entrant.isOurs();
    }

    Said said() {
        return said;
    }

    Feed feed() {
        return feed;
    }

    Served server() {
        return server;
    }

    /// New clients, all live.
    Browsers clients(int count, long seed) {
        return clients(count, seed, entrant.protocol());
    }

    /// @param protocol of this server, with other wishes
    Browsers clients(int count, long seed, Protocol protocol) {
        Browsers clients =
                new Browsers(
                        server.port(), ServiceProcess.TOKEN, said.subjects(), new Random(seed));
        clients.add(count, protocol, 0);
        Waiting.until("all are served by " + name(), 60, () -> clients.live() == clients.count());
        return clients;
    }

    /// Until all has come, or nothing more does.
    Verdict verdict(Browsers clients) {
        Waiting.holds(15, () -> clients.against(said).isAsPromised());
        return clients.against(said);
    }

    /// What a peer loses is the result of a run, not its failure.
    boolean accepts(Verdict verdict) {
        return !isOurs() || verdict.isAsPromised();
    }

    @Override
    public void close() {
        feed.close();
        server.close();
        redis.close();
    }
}
