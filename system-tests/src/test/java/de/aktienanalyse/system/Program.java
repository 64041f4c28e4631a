package de.aktienanalyse.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A program beside the suite, run to its end. One that is not installed skips the test, except
/// where everything must run (`CI=true`): there it fails.
final class Program {
    private static final long SECONDS = 120;

    private Program() {}

    static String run(List<String> command, Map<String, String> environment, String input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true).start();
            Thread.ofVirtual().start(() -> endAfterBound(process));
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        String.join(" ", command)
                                + " ended with "
                                + process.exitValue()
                                + "\n"
                                + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void endAfterBound(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    /// `./suite test` looks for one that can import redis, and installs it where it may.
    static String pythonWithRedis() {
        String python = Optional.ofNullable(System.getenv("AKTIEN_PYTHON")).orElse("python3");
        return required(python, List.of(python, "-c", "import redis"), "Python 3 with redis-py");
    }

    /// The same, where pip could be used too.
    static String pythonWithWebsockets() {
        String python = Optional.ofNullable(System.getenv("AKTIEN_PYTHON")).orElse("python3");
        return required(
                python,
                List.of(python, "-c", "import redis, websockets.sync.client"),
                "Python 3 with redis-py and websockets");
    }

    static String chromium() {
        for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
            if (runs(List.of(name, "--version"))) {
                return name;
            }
        }
        return missing("Chromium");
    }

    private static String required(String program, List<String> check, String name) {
        return runs(check) ? program : missing(name);
    }

    private static String missing(String name) {
        String message = name + " is not installed; ./suite test names what is missing";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        Assumptions.abort(message);
        throw new IllegalStateException(message);
    }

    private static boolean runs(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
