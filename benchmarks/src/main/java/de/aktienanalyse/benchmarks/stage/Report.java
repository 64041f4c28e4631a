package de.aktienanalyse.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// A Markdown table to stdout, and into `benchmarks/results/<date>.md` when `bench.results` names
/// that folder.
public final class Report {
    private final StringBuilder text = new StringBuilder();

    public Report(String title, List<String> columns) {
        line("## " + title);
        line("");
        row(columns.toArray());
        line("|" + "---|".repeat(columns.size()));
    }

    public void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        line(row.toString());
    }

    public void note(String note) {
        line("");
        line(note);
    }

    private void line(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }

    /// Other load on the machine is part of the result: figures of two runs cannot be compared
    /// without it.
    public void keep() {
        note(
                "%d processors, load average %.1f at the end, Java %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                                Runtime.version()));
        String folder = System.getProperty("bench.results");
        if (folder == null) {
            return;
        }
        Path file = Path.of(folder, LocalDate.now(ZoneOffset.UTC) + ".md");
        try {
            Files.writeString(
                    file, text.append('\n'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
