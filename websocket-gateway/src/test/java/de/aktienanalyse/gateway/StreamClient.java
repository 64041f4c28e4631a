package de.aktienanalyse.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads an event stream as the HTML standard has it.
final class StreamClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_MS = 5_000;

    /// @param id the newest so far
    record Event(String name, String id, JsonNode data) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<String> came = new ArrayList<>();
    private volatile boolean ended;

    private StreamClient(
            int port, String query, @Nullable String lastEventId, String header, String value)
            throws Exception {
        this(request(port, "?" + query, lastEventId).header(header, value));
    }

    private StreamClient(HttpRequest.Builder request) throws Exception {
        this.response = http.send(request.build(), BodyHandlers.ofLines());
        Thread.ofVirtual().start(this::read);
    }

    static StreamClient open(int port, String query, @Nullable String lastEventId)
            throws Exception {
        return new StreamClient(
                port, query, lastEventId, "Authorization", "Bearer " + FreshData.TOKEN);
    }

    static StreamClient withCookie(int port, String query, String cookie) throws Exception {
        return new StreamClient(port, query, null, "Cookie", cookie);
    }

    /// By the word of a proxy on this machine.
    static StreamClient proxied(int port, String query, String user) throws Exception {
        return new StreamClient(port, query, null, "Remote-User", user);
    }

    /// Several subscriptions, as JSON.
    static StreamClient post(int port, String body, @Nullable String lastEventId) throws Exception {
        return new StreamClient(
                request(port, "", lastEventId)
                        .header("Authorization", "Bearer " + FreshData.TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(
            int port, String query, @Nullable String lastEventId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/events/stream" + query));
        return lastEventId == null ? request : request.header("Last-Event-ID", lastEventId);
    }

    private void read() {
        String name = "message";
        String id = "";
        StringBuilder data = new StringBuilder();
        try (Stream<String> lines = response.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(name, id, JSON.readTree(data.toString())));
                    }
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line, 6, line.length());
                }
            }
        } catch (RuntimeException _) {
            // Cut off.
        }
        ended = true;
    }

    HttpResponse<?> response() {
        return response;
    }

    boolean hasEnded() {
        return ended;
    }

    Event next() throws InterruptedException {
        Event event = events.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError(
                    "Nothing came behind %s; status %d, %s"
                            .formatted(came, response.statusCode(), ended ? "ended" : "open"));
        }
        came.add(event.name() + (event.name().equals("system.gap") ? event.data() : ""));
        return event;
    }

    /// All up to this one, which is the last.
    List<Event> until(String name) throws InterruptedException {
        List<Event> before = new ArrayList<>();
        do {
            before.add(next());
        } while (!before.getLast().name().equals(name));
        return before;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
