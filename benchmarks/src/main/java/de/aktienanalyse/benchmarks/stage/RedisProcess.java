package de.aktienanalyse.benchmarks.stage;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/// A redis-server of our own that can be killed, wiped and started again on the same port.
public final class RedisProcess implements AutoCloseable {
    private final Path dir;
    private final int port;
    private @Nullable Process process;

    /// @param dir where it keeps its AOF and its log; made when missing
    public RedisProcess(Path dir) {
        this.dir = dir;
        this.port = freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public long pid() {
        return process == null ? 0 : process.pid();
    }

    /// As `./suite` runs it: AOF, flushed each second.
    public RedisProcess start() {
        try {
            Files.createDirectories(dir);
            List<String> command = new ArrayList<>(List.of(binary()));
            command.addAll(
                    List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", ""));
            command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
            command.addAll(List.of("--maxmemory-policy", "noeviction", "--dir", dir.toString()));
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            dir.resolveSibling("redis.log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until("Redis listens", 10, this::answers);
        return this;
    }

    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
            process = null;
        }
    }

    /// Forgets everything; only while it does not run.
    public void forget() {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes so many bytes off the end of what it wrote, in the middle of an entry as likely as
    /// not; only while it does not run.
    public void cut(long bytes) {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".aof")).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(Math.max(0, channel.size() - bytes));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `STOP` or `CONT`.
    public void signal(String signal) {
        if (process != null) {
            Child.signal(signal, process.pid());
        }
    }

    public <T> T with(Function<RedisCommands<String, String>, T> work) {
        RedisClient client = RedisClient.create(url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes("US-ASCII"));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, "US-ASCII").equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private static String binary() throws IOException {
        for (String dir : String.valueOf(System.getenv("PATH")).split(":")) {
            Path candidate = Path.of(dir, "redis-server");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return ExecutableProvider.newJarResourceProvider().get().toString();
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
