package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A peer's server. It serves as soon as it listens.
final class PeerProcess implements Served {
    private static final int FAREWELL_S = 10;

    private final int port = RedisProcess.freePort();
    private final Child child;

    /// @param command to which the ports, its own and that of Redis, and `recovery` are added
    PeerProcess(String name, List<String> command, int redisPort, Path dir) {
        child = child(name, command, port, redisPort, "recovery", dir);
    }

    static Child child(
            String name, List<String> command, int port, int redisPort, String mode, Path dir) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(String.valueOf(port), String.valueOf(redisPort), mode));
        return new Child(name, dir.resolve(mode + ".log"), words, Map.of());
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public PeerProcess start() {
        child.start();
        Waiting.until(child.name() + " listens", 30, this::listens);
        return this;
    }

    private boolean listens() {
        if (!child.runs()) {
            throw new IllegalStateException(child.name() + " has ended");
        }
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// One that does not end by itself is not waited for: that is no loss of its clients.
    @Override
    public void stop() {
        child.signal("TERM");
        Waiting.holds(FAREWELL_S, () -> !child.runs());
        child.kill();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.kill();
    }
}
