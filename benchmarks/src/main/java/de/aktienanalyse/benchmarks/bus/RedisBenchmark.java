package de.aktienanalyse.benchmarks.bus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs redis-benchmark, the yardstick: one connection, pipelined.
final class RedisBenchmark {
    private static final int PIPELINE = 500;
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");

    private final int port;

    RedisBenchmark(int port) {
        this.port = port;
    }

    /// @return requests per second
    double rate(int requests, List<String> redisCommand) {
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-p"));
        command.add(String.valueOf(port));
        command.addAll(List.of("-c", "1", "-P", String.valueOf(PIPELINE), "-q", "-n"));
        command.add(String.valueOf(requests));
        command.addAll(redisCommand);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = RATE.matcher(said);
            double rate = 0;
            while (matcher.find()) {
                rate = Double.parseDouble(matcher.group(1));
            }
            if (rate == 0) {
                throw new IllegalStateException("redis-benchmark tells no rate: " + said);
            }
            return rate;
        } catch (IOException e) {
            throw new UncheckedIOException("redis-benchmark is needed (package redis-tools)", e);
        }
    }

    /// The suite's own publish script, except that it takes the next number by itself, since
    /// redis-benchmark cannot count: the same checks and the same writes.
    static String publishScript() {
        return changed(
                changed(
                        script("publish.lua"),
                        "tonumber(ARGV[4])",
                        "last + 1 + 0 * tonumber(ARGV[4])"),
                "tonumber(ARGV[5]) ~= last",
                "last + 0 * tonumber(ARGV[5]) ~= last");
    }

    /// The suite's own script for LATEST, except that every call counts as newer.
    static String latestScript() {
        return changed(
                script("latest.lua"),
                "tonumber(ARGV[2]) - tonumber(ms)",
                "1 + 0 * (tonumber(ARGV[2]) - tonumber(ms))");
    }

    private static String changed(String script, String from, String to) {
        if (!script.contains(from)) {
            throw new IllegalStateException("The script no longer has: " + from);
        }
        return script.replace(from, to);
    }

    static String script(String name) {
        String resource = "/de/aktienanalyse/bus/" + name;
        try (InputStream in = RedisBenchmark.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
