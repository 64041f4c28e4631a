package de.aktienanalyse.bus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real PostgreSQL on a free port of 127.0.0.1, from the binaries that Debian installs, for tests
/// of every service. Ask [#isInstalled] first.
public final class TestPostgres implements AutoCloseable {
    /// The server refuses to run as root; Debian's package makes this user.
    private static final String USER = "postgres";

    private final Path binaries;
    private final String directory;
    private final int port;

    private TestPostgres(Path binaries) {
        this.binaries = binaries;
        this.directory =
                run("mktemp", "-d", System.getProperty("java.io.tmpdir") + "/postgres-XXXXXX");
        this.port = freePort();
        run(tool("initdb"), "-D", directory, "-U", USER, "-A", "trust", "-E", "UTF8", "-N");
        run(
                tool("pg_ctl"),
                "start",
                "-w",
                "-D",
                directory,
                "-l",
                directory + "/log",
                "-o",
                "-p "
                        + port
                        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                        + " -c fsync=off -c full_page_writes=off");
    }

    public static boolean isInstalled() {
        return binaries().isPresent();
    }

    public static TestPostgres start() {
        return new TestPostgres(
                binaries()
                        .orElseThrow(
                                () -> new IllegalStateException("PostgreSQL is not installed")));
    }

    /// A database of its own.
    public String newDatabase(String name) {
        run(tool("createdb"), "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", USER, name);
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, name, USER);
    }

    @Override
    public void close() {
        run(tool("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", directory);
        run("rm", "-r", directory);
    }

    private static Optional<Path> binaries() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tool(String name) {
        return binaries.resolve(name).toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return what it wrote
    private static String run(String... command) {
        List<String> all = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
        }
        all.addAll(List.of(command));
        try {
            // The server outlives pg_ctl and would keep a pipe open, so it writes into a file.
            Path output = Files.createTempFile("postgres", ".txt");
            Process process =
                    new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
