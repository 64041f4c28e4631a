package de.aktienanalyse.analyse.feeds;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One `SYMBOL.csv` that grows. Reads what was appended; when the file was written anew, reads all
/// of it and keeps what is newer than what it knows.
final class CsvFile {
    /// A last line without an end is taken as complete when the file was left alone for so long.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final int TAIL = 64;
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final Path path;
    private final String symbol;
    private final Clock clock;
    private final Consumer<String> refusals;

    private @Nullable CsvColumns columns;
    private @Nullable Instant newest;
    private long offset;
    private int line;
    private boolean headerRefused;
    private byte[] tail = {};
    private @Nullable FileTime seen;
    private long seenSize = -1;

    /// @param refusals hears what is wrong, with file and line
    CsvFile(Path path, String symbol, Clock clock, Consumer<String> refusals) {
        this.path = path;
        this.symbol = symbol;
        this.clock = clock;
        this.refusals = refusals;
    }

    /// The bars that came since the last call, oldest first.
    List<Bar> news() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.lastModifiedTime().equals(seen) && now.size() == seenSize) {
            return List.of();
        }
        byte[] bytes = appended(now.size());
        int complete = completeLength(bytes, now.lastModifiedTime());
        List<Bar> bars = parse(new String(bytes, 0, complete, StandardCharsets.UTF_8));
        remember(bytes, complete);
        // An unfinished line is looked at again, even when nobody writes any more.
        seen = complete == bytes.length ? now.lastModifiedTime() : null;
        seenSize = now.size();
        return bars;
    }

    private byte[] appended(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (!continues(file, size)) {
                offset = 0;
                line = 0;
                headerRefused = false;
                columns = null;
                tail = new byte[] {};
            }
            if (size - offset > MAX_BYTES) {
                throw new IOException("larger than 64 MiB");
            }
            byte[] bytes = new byte[(int) Math.max(0, size - offset)];
            file.seek(offset);
            file.readFully(bytes);
            return bytes;
        }
    }

    /// Whether what was read before still stands there, at least its end.
    private boolean continues(RandomAccessFile file, long size) throws IOException {
        if (columns == null || size < offset) {
            return false;
        }
        byte[] before = new byte[tail.length];
        file.seek(offset - tail.length);
        file.readFully(before);
        return Arrays.equals(before, tail);
    }

    private int completeLength(byte[] bytes, FileTime modified) {
        if (modified.toInstant().isBefore(clock.instant().minus(QUIET))) {
            return bytes.length;
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void remember(byte[] bytes, int complete) {
        byte[] known = Arrays.copyOf(tail, tail.length + complete);
        System.arraycopy(bytes, 0, known, tail.length, complete);
        tail = Arrays.copyOfRange(known, Math.max(0, known.length - TAIL), known.length);
        offset += complete;
    }

    private List<Bar> parse(String text) {
        boolean fromTheStart = line == 0;
        List<Numbered> rows = new ArrayList<>();
        for (String row : text.split("\n", -1)) {
            line++;
            String content = row.strip();
            if (content.startsWith("\uFEFF")) {
                content = content.substring(1);
            }
            if (!content.isEmpty() && !headerRefused) {
                accept(content, rows);
            }
        }
        // The split sees an empty line after the last end of line, which is not there yet.
        line--;
        rows.sort(Comparator.comparing((Numbered row) -> row.bar.start()));
        return newOnes(rows, fromTheStart);
    }

    private record Numbered(int line, Bar bar) {}

    private void accept(String content, List<Numbered> rows) {
        try {
            if (columns == null) {
                columns = CsvColumns.of(content);
            } else {
                rows.add(new Numbered(line, columns.bar(symbol, content)));
            }
        } catch (IllegalArgumentException e) {
            refuse(line, e.getMessage());
            headerRefused = columns == null;
        }
    }

    private List<Bar> newOnes(List<Numbered> rows, boolean fromTheStart) {
        Instant known = newest;
        List<Bar> bars = new ArrayList<>();
        for (Numbered row : rows) {
            Instant start = row.bar.start();
            if (known != null && !start.isAfter(known)) {
                if (!fromTheStart) {
                    refuse(row.line, row.bar.day() + " is not newer than the bars before it");
                }
            } else if (newest != null && start.equals(newest)) {
                refuse(row.line, row.bar.day() + " is there twice");
            } else {
                bars.add(row.bar);
                newest = start;
            }
        }
        return bars;
    }

    private void refuse(int number, @Nullable String reason) {
        refusals.accept("%s line %d: %s".formatted(path.getFileName(), number, reason));
    }
}
