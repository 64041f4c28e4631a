package de.aktienanalyse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One suite with a data folder and ports of its own, driven by `./suite` as a user drives it. The
/// folder stays in `target/suites/` with its logs until the same test runs again.
final class RunningSuite implements AutoCloseable {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Duration UP = Duration.ofMinutes(10);
    private static final Duration OTHERS = Duration.ofMinutes(5);

    /// For all who come in as scripts; a browser logs in.
    static final String TOKEN = "token-of-the-system-tests";

    private final Path data;
    private final int port;
    private final int redisPort;
    private final Map<String, String> settings;
    private @Nullable String cookie;
    private @Nullable Certificate certificate;

    private RunningSuite(Path data, Map<String, String> settings) {
        this.data = data;
        this.port = freePorts(6);
        this.redisPort = freePorts(1);
        this.settings = settings;
    }

    /// A service on its port, as `./suite status --json` tells it.
    record Process(String service, String instance, long pid, int port, String state) {}

    record Said(int exitCode, String output) {}

    /// Not started yet.
    ///
    /// @param settings `AKTIEN_…` beside the folder and the ports
    static RunningSuite named(String name, Map<String, String> settings) {
        Path data = Path.of("target", "suites", name).toAbsolutePath();
        delete(data);
        return new RunningSuite(data, settings);
    }

    /// By TLS from the next start on.
    RunningSuite with(Certificate certificate) {
        this.certificate = certificate;
        return this;
    }

    RunningSuite up(String... words) {
        Said said =
                say(
                        Stream.concat(Stream.of("up", "--detach"), Stream.of(words))
                                .toArray(String[]::new));
        if (said.exitCode() != 0) {
            throw new AssertionError(
                    "./suite up ended with " + said.exitCode() + "\n" + said.output());
        }
        return this;
    }

    /// `./suite` with these words, to its end.
    Said say(String... words) {
        try {
            Path output = Files.createTempFile("suite", ".out");
            java.lang.Process process = start(output, List.of(words));
            Duration bound = words[0].equals("up") ? UP : OTHERS;
            if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new AssertionError(
                        "./suite "
                                + String.join(" ", words)
                                + " does not end\n"
                                + Files.readString(output));
            }
            return new Said(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `./suite up` in the foreground, as in a terminal: SIGINT is not ignored, whoever runs the
    /// tests.
    java.lang.Process upInForeground(Path output) throws IOException {
        return start(output, List.of("up"));
    }

    private java.lang.Process start(Path output, List<String> words) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of("env", "--default-signal=INT", ROOT.resolve("suite").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AKTIEN_") && !name.equals("AKTIEN_JAVA_HOME"));
        builder.environment().put("AKTIEN_API_TOKEN", TOKEN);
        builder.environment().putAll(settings);
        if (certificate != null) {
            builder.environment().put("AKTIEN_TLS_CERT", certificate.file().toString());
            builder.environment().put("AKTIEN_TLS_KEY", certificate.key().toString());
        }
        builder.environment().put("AKTIEN_DATA_DIR", data.toString());
        builder.environment().put("AKTIEN_BASE_PORT", Integer.toString(port));
        builder.environment().put("AKTIEN_REDIS_PORT", Integer.toString(redisPort));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    List<Process> processes() {
        List<Process> processes = new ArrayList<>();
        for (JsonNode row : Json.read(say("status", "--json").output())) {
            processes.add(
                    new Process(
                            row.path("service").asString(),
                            row.path("instance").asString(),
                            row.path("pid").asLong(0),
                            row.path("port").asInt(),
                            row.path("state").asString()));
        }
        return processes;
    }

    Process process(String service) {
        return processes().stream()
                .filter(process -> process.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + service + " in the status"));
    }

    Process processOf(String instance) {
        return processes().stream()
                .filter(process -> process.instance().equals(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + instance + " in the status"));
    }

    URI page() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + port + "/");
    }

    URI socketUri() {
        return URI.create(page().resolve("/ws").toString().replaceFirst("http", "ws"));
    }

    BrowserSocket socket() {
        return BrowserSocket.open(http(), socketUri());
    }

    /// Trusts the suite's certificate, where it has one.
    HttpClient http() {
        HttpClient.Builder builder = HttpClient.newBuilder();
        return certificate == null
                ? builder.build()
                : builder.sslContext(certificate.trusting()).build();
    }

    /// Opens the one-time link as a user does, once; the owner's cookie.
    synchronized String ownersCookie() {
        if (cookie == null) {
            cookie = Login.setUp(page(), setupToken());
        }
        return cookie;
    }

    /// Of the one-time link that waits to be used.
    String setupToken() {
        try {
            return Files.readString(data.resolve("setup-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With the password, as it stands in the data folder.
    String redisUrl() {
        try {
            return Files.readString(data.resolve("redis-url")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return data;
    }

    String log(String instance) {
        try {
            return Files.readString(data.resolve("logs").resolve(instance + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sum of the time series of a name, of one service.
    ///
    /// @param name with or without a label, `aktien_bus_malformed_total{where="queue"}`
    double metric(String service, String name) {
        int brace = name.indexOf('{');
        String series = brace < 0 ? name : name.substring(0, brace);
        String label = brace < 0 ? "" : name.substring(brace + 1, name.length() - 1);
        URI uri =
                URI.create("http://127.0.0.1:" + process(service).port() + "/actuator/prometheus");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + TOKEN).build();
            return http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series) && line.contains(label))
                    .mapToDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        say("down");
    }

    /// The first of so many free ports in a row; below the range from which the kernel lends its
    /// own.
    private static int freePorts(int count) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            boolean free = true;
            for (int i = 0; i < count && free; i++) {
                free = isFree(first + i);
            }
            if (free) {
                return first;
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }
}
