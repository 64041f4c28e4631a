package de.aktienanalyse.benchmarks.delivery;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A user's browser on the page of the gateway: `benchmarks/page/visit.mjs`, which takes one line
/// of JSON and answers with one.
final class Visitor implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedWriter asked;
    private final BufferedReader answers;
    private final Path log;

    Visitor(Path root, Path dir) {
        log = dir.resolve("browser.log");
        Path script = root.resolve("benchmarks/page/visit.mjs");
        Path web = root.resolve("websocket-gateway/web");
        try {
            process =
                    new ProcessBuilder("node", script.toString(), web.toString())
                            .redirectError(log.toFile())
                            .start();
        } catch (IOException e) {
            throw new IllegalStateException("needs Node", e);
        }
        asked = process.outputWriter();
        answers = process.inputReader();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    JsonNode ask(String what, Map<String, ?> with) {
        Map<String, Object> question = new HashMap<>(with);
        question.put("do", what);
        try {
            asked.write(JSON.writeValueAsString(question));
            asked.newLine();
            asked.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("The browser has ended, see " + log);
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new IllegalStateException(what + ": " + answer.get("error").asString());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("The browser has ended, see " + log, e);
        }
    }

    JsonNode ask(String what) {
        return ask(what, Map.of());
    }

    /// It closes its browser when there is nothing more to read.
    @Override
    public void close() {
        try {
            asked.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException _) {
            process.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
