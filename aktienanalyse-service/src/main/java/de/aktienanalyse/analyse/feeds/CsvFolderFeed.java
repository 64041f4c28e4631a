package de.aktienanalyse.analyse.feeds;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder with one `SYMBOL.csv` per share. Rows that are there at the start are history; rows
/// appended later, and files that come later, are live bars. A bad row is refused by file and line,
/// the others load.
final class CsvFolderFeed implements MarketFeed {
    private static final Logger log = LoggerFactory.getLogger(CsvFolderFeed.class);
    private static final Pattern FILE = Pattern.compile("([A-Za-z0-9._^=-]{1,32})\\.csv");

    /// Keeps a transaction short when somebody copies whole files in.
    private static final int BATCH = 200;

    private final Path folder;
    private final Instruments known;
    private final Duration poll;
    private final Clock clock;
    private final Consumer<String> refusals;
    private final SortedMap<String, CsvFile> files = new TreeMap<>();
    private final Map<String, Instrument> instruments = new ConcurrentSkipListMap<>();
    private final Deque<Bar> waiting = new ArrayDeque<>();
    private final Set<String> complaints = new HashSet<>();

    /// @param known gives name, ISIN and currency of symbols that it knows
    CsvFolderFeed(Path folder, Instruments known, Duration poll, Clock clock) {
        this(folder, known, poll, clock, refusal -> log.warn("Refused {}", refusal));
    }

    /// @param refusals hears of each bad row, with file and line
    CsvFolderFeed(
            Path folder, Instruments known, Duration poll, Clock clock, Consumer<String> refusals) {
        this.folder = folder;
        this.known = known;
        this.poll = poll;
        this.clock = clock;
        this.refusals = refusals;
    }

    @Override
    public String source() {
        return "csv";
    }

    @Override
    public Collection<Instrument> instruments() {
        return List.copyOf(instruments.values());
    }

    @Override
    public Optional<Instrument> instrument(String symbol) {
        return Optional.ofNullable(instruments.get(symbol));
    }

    /// The files are the truth: what is stored from an earlier run gives way to them.
    @Override
    public History history(Map<String, Instant> newestStored) {
        return new History(news(), true);
    }

    @Override
    public Batch next() {
        if (waiting.isEmpty()) {
            waiting.addAll(news());
        }
        List<Bar> batch = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch.isEmpty() ? Batch.NOTHING_NEW : new Batch(batch, false);
    }

    @Override
    public Duration pace() {
        return waiting.isEmpty() ? poll : Duration.ZERO;
    }

    private List<Bar> news() {
        lookForFiles();
        List<Bar> news = new ArrayList<>();
        files.forEach((symbol, file) -> {
            try {
                news.addAll(file.news());
                complaints.remove(symbol);
            } catch (IOException e) {
                complain(symbol, "Cannot read " + symbol + ".csv: " + e);
            }
        });
        news.sort(Comparator.comparing(Bar::start).thenComparing(Bar::symbol));
        return news;
    }

    private void lookForFiles() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.csv")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                var matcher = FILE.matcher(name);
                if (matcher.matches()) {
                    String symbol = matcher.group(1);
                    instruments.computeIfAbsent(symbol, known::orUnknown);
                    files.computeIfAbsent(symbol, _ -> new CsvFile(entry, symbol, clock, refusals));
                } else {
                    complain(name, "Refused " + name + ": the name must be SYMBOL.csv");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            complain("", "Cannot look into the folder " + folder + ": " + e);
        }
    }

    private void complain(String about, String complaint) {
        if (complaints.add(about)) {
            log.warn(complaint);
        }
    }
}
