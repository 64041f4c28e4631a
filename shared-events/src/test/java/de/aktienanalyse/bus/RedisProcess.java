package de.aktienanalyse.bus;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The machine's own redis-server as a process that a test can kill, with files that outlive it.
final class RedisProcess implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/redis-server");

    final int port;
    private final Path dir;
    private final List<String> command = new ArrayList<>();
    private Process process;
    private String password = "";

    /// Whoever starts it waits for it: we may not know its users.
    private boolean isBare;

    private RedisProcess(Path dir, int port, List<String> settings) throws IOException {
        this.dir = Files.createDirectories(dir);
        this.port = port;
        command.add(BINARY.toString());
        command.addAll(settings);
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", dir.toString()));
        process = run();
    }

    static void assumeInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARY), "redis-server is not installed on this machine");
    }

    /// With an append-only file that is written through at once, so that a test knows what is in
    /// it.
    static RedisProcess start(Path dir, String... settings) throws IOException {
        return startOn(freePort(), dir, "", settings);
    }

    static RedisProcess startWithPassword(Path dir, String password, String... settings)
            throws IOException {
        return startOn(freePort(), dir, password, settings);
    }

    static RedisProcess startOn(int port, Path dir, String password, String... settings)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--port", Integer.toString(port),
                                "--save", "",
                                "--appendonly", "yes",
                                "--appendfsync", "always",
                                "--requirepass", password));
        all.addAll(List.of(settings));
        RedisProcess started = new RedisProcess(dir, port, all);
        started.password = password;
        started.awaitAnswer();
        return started;
    }

    /// With these settings only, the first of which may be a file. Whoever starts it waits for it.
    static RedisProcess bare(Path dir, int port, String... settings) throws IOException {
        RedisProcess started = new RedisProcess(dir, port, List.of(settings));
        started.isBare = true;
        return started;
    }

    /// A port above which the one that a cluster's nodes use among themselves is possible too.
    static int freeLowPort() throws IOException {
        int port = freePort();
        while (port > 50_000) {
            port = freePort();
        }
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process run() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> call(redis -> redis.ping().equals("PONG")));
    }

    String url() {
        String credentials = password.isEmpty() ? "" : ":" + password + "@";
        return "redis://" + credentials + "127.0.0.1:" + port;
    }

    /// By a connection of its own.
    <T> T call(Function<RedisCommands<String, byte[]>, T> work) {
        RedisClient client = RedisClient.create(url());
        try (StatefulRedisConnection<String, byte[]> connection = client.connect(RedisLink.CODEC)) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void standStill() throws IOException, InterruptedException {
        Signals.standStill(process);
    }

    void goOn() throws IOException, InterruptedException {
        Signals.goOn(process);
    }

    void startAgain() {
        process = run();
        if (!isBare) {
            awaitAnswer();
        }
    }

    /// Takes off the append-only file whatever stands behind the last place where `text` is
    /// written, as a power cut in the middle of that write does.
    void cutAppendOnlyFileAt(String text) throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(dir.resolve("appendonlydir"))) {
            file =
                    files.filter(each -> each.toString().endsWith(".incr.aof"))
                            .findFirst()
                            .orElseThrow();
        }
        int at = Files.readString(file, StandardCharsets.ISO_8859_1).lastIndexOf(text);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(at);
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
