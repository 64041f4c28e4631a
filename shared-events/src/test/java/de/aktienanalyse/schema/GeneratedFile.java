package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A generated file that is checked in: compared as a rule, written with `-Dregenerate=true`.
///
/// Paths are relative to the module whose tests run.
public final class GeneratedFile {
    private final Path path;
    private final String command;

    /// @param command rewrites it; stands in the message of the test that finds a difference
    public GeneratedFile(Path path, String command) {
        this.path = path;
        this.command = command;
    }

    /// The command that runs one test class of a module with leave to write.
    public static String command(String module, Class<?> test) {
        return "mvn -pl %s -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate=true"
                .formatted(module, test.getSimpleName());
    }

    public void mustBe(String content) {
        try {
            if (Boolean.getBoolean("regenerate")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, content);
            }
            assertThat(Files.exists(path) ? Files.readString(path) : "(does not exist)")
                    .as("%s is out of date; rewrite it with%n  %s", path, command)
                    .isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Checks that a folder holds these JSON files and no others; with leave to write it deletes
    /// the others.
    ///
    /// @param names without `.json`
    public static void folderMustHoldOnly(Path folder, Set<String> names, String command) {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.json$", "");
                if (Boolean.getBoolean("regenerate") && !names.contains(name)) {
                    Files.delete(file);
                } else {
                    found.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(found)
                .as("%s; rewrite it with%n  %s", folder, command)
                .isEqualTo(new TreeSet<>(names));
    }
}
