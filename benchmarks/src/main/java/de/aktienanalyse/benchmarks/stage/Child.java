package de.aktienanalyse.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process that can be killed, stopped and started again.
public final class Child implements AutoCloseable {
    private final String name;
    private final Path log;
    private final List<String> command;
    private final Map<String, String> environment;
    private @Nullable Path folder;
    private @Nullable Process process;

    public Child(String name, Path log, List<String> command, Map<String, String> environment) {
        this.name = name;
        this.log = log;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        // A measurement that is ended from outside must not leave its servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /// Where it runs, if not where we do.
    public Child in(Path other) {
        folder = other;
        return this;
    }

    /// A JVM on our own class path.
    public static List<String> java(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process == null ? 0 : process.pid();
    }

    public boolean runs() {
        return process != null && process.isAlive();
    }

    public Child start() {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            if (folder != null) {
                builder.directory(folder.toFile());
            }
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`.
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
            process = null;
        }
    }

    /// `STOP` or `CONT`.
    public void signal(String signal) {
        if (runs()) {
            signal(signal, pid());
        }
    }

    static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it has written a text to its log.
    public boolean hasSaid(String text) {
        try {
            return Files.exists(log) && Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
