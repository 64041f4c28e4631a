package de.aktienanalyse.analyse.marketdata;

import de.aktienanalyse.analyse.feeds.Bar;
import de.aktienanalyse.commands.Command.GetPriceHistory;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers get_price_history.
@Component
public class PriceHistoryPages {
    private final MarketData marketData;
    private final PriceHistory prices;

    public PriceHistoryPages(MarketData marketData, PriceHistory prices) {
        this.marketData = marketData;
        this.prices = prices;
    }

    /// A bar as an item of the page; null is unknown.
    ///
    /// @param date day of the bar
    record PriceBar(
            String symbol,
            LocalDate date,
            Instant barStart,
            Instant barEnd,
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            BigDecimal close,
            @Nullable BigDecimal volume,
            @Nullable String currency,
            String source,
            boolean adjusted) {}

    /// The cursor is the day of the last bar of the page before.
    public CommandAnswer page(CommandEnvelope<GetPriceHistory> command) {
        GetPriceHistory asked = command.data();
        Optional<MarketData.Series> series = marketData.find(asked.symbol());
        if (series.isEmpty()) {
            return CommandAnswer.refused(
                    "unknown_symbol", "There are no prices of " + asked.symbol(), "symbol");
        }
        if (asked.from() != null && asked.to() != null && asked.from().isAfter(asked.to())) {
            return CommandAnswer.refused("invalid_range", "from must not be after to", "from");
        }
        Instant until = asked.to() == null ? PriceHistory.FOREVER : Bar.startOf(asked.to());
        Instant after;
        try {
            after = after(asked);
        } catch (DateTimeException e) {
            return CommandAnswer.refused(
                    "invalid_cursor",
                    "The cursor must be the next_cursor of the page before",
                    "cursor");
        }
        return CommandAnswer.success(page(series.get(), after, until, Page.limit(asked.limit())));
    }

    private static @Nullable Instant after(GetPriceHistory asked) {
        Instant from = asked.from() == null ? null : Bar.startOf(asked.from()).minusSeconds(1);
        if (asked.cursor() == null) {
            return from;
        }
        Instant cursor = Bar.startOf(LocalDate.parse(asked.cursor()));
        return from != null && from.isAfter(cursor) ? from : cursor;
    }

    private Page<PriceBar> page(
            MarketData.Series series, @Nullable Instant after, Instant until, int limit) {
        List<Bar> bars = prices.between(series.source(), series.symbol(), after, until, limit + 1);
        boolean more = bars.size() > limit;
        List<PriceBar> items = bars.stream().limit(limit).map(bar -> item(series, bar)).toList();
        return new Page<>(items, more ? items.getLast().date().toString() : null);
    }

    private static PriceBar item(MarketData.Series series, Bar bar) {
        return new PriceBar(
                bar.symbol(),
                bar.day(),
                bar.start(),
                bar.end(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                series.instrument().currency(),
                series.source(),
                bar.adjusted());
    }
}
