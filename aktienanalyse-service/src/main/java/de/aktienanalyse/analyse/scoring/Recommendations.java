package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.analyse.marketdata.MarketData;
import de.aktienanalyse.analyse.scoring.AnalysisBook.Entry;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.commands.Command.GetRecommendations;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.RawJson;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/// Tells others what the shares were scored last: a user by pages, the modules by events.
@Component
public class Recommendations {
    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparing(Entry::score).reversed().thenComparing(Entry::symbol);

    private final MarketData marketData;
    private final AnalysisBook book;
    private final Scoring scoring;
    private final EventBus bus;

    public Recommendations(
            MarketData marketData, AnalysisBook book, Scoring scoring, EventBus bus) {
        this.marketData = marketData;
        this.book = book;
        this.scoring = scoring;
        this.bus = bus;
    }

    /// The cursor is score and symbol of the last entry of the page before, so that a score that
    /// changes between two pages repeats or skips at most its own share.
    public CommandAnswer page(CommandEnvelope<GetRecommendations> command) {
        GetRecommendations asked = command.data();
        if (asked.symbol() != null && marketData.find(asked.symbol()).isEmpty()) {
            return CommandAnswer.refused(
                    "unknown_symbol", "There are no prices of " + asked.symbol(), "symbol");
        }
        Entry after;
        try {
            after = asked.cursor() == null ? null : place(asked.cursor());
        } catch (IllegalArgumentException e) {
            return CommandAnswer.refused(
                    "invalid_cursor",
                    "The cursor must be the next_cursor of the page before",
                    "cursor");
        }
        int limit = Page.limit(asked.limit());
        List<Entry> found =
                book.all().stream()
                        .filter(this::current)
                        .filter(entry ->
                                asked.symbol() == null || entry.symbol().equals(asked.symbol()))
                        .filter(entry -> after == null || BEST_FIRST.compare(entry, after) > 0)
                        .sorted(BEST_FIRST)
                        .limit(limit + 1)
                        .toList();
        List<RawJson> items = found.stream().limit(limit).map(Entry::analysis).toList();
        return CommandAnswer.success(
                new Page<>(items, found.size() > limit ? cursor(found.get(limit - 1)) : null));
    }

    /// Not what another feed once said of the share.
    private boolean current(Entry entry) {
        return marketData
                .find(entry.symbol())
                .filter(series -> series.source().equals(entry.source()))
                .isPresent();
    }

    private static String cursor(Entry last) {
        return last.score().toPlainString() + " " + last.symbol();
    }

    private static Entry place(String cursor) {
        String[] parts = cursor.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Entry("", parts[1], new BigDecimal(parts[0]), RawJson.EMPTY_OBJECT);
    }

    /// Answers a module's question with all that we know.
    public void onDataRequest(EventEnvelope<DataRequested> heard) {
        String asked = heard.data().requestId();
        List<ModuleRow> rows =
                scoring.newest().stream()
                        .map(analysis ->
                                new ModuleRow(
                                        analysis.symbol(),
                                        analysis.score(),
                                        analysis.confidence(),
                                        analysis.recommendation(),
                                        null,
                                        null,
                                        null))
                        .sorted(Comparator.comparing(ModuleRow::symbol))
                        .toList();
        bus.publish(
                new DataProvided(
                        asked == null ? heard.eventId() : asked,
                        "aktienanalyse",
                        heard.data().requestType(),
                        null,
                        rows),
                Cause.of(heard));
    }

    /// Says the newest analyses again, under the ids they had.
    public void onPerformanceRequest(EventEnvelope<PerformanceRequested> heard) {
        String asked = heard.data().symbol();
        scoring.newest().stream()
                .filter(analysis -> asked == null || asked.equals(analysis.symbol()))
                .forEach(analysis -> bus.publish(analysis, Cause.of(heard)));
    }
}
