package de.aktienanalyse.events;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Prices. Said by aktienanalyse (`aktienanalyse.market-data`).
public sealed interface MarketEvent extends Event {
    String symbol();

    @Override
    default String subject() {
        return symbol();
    }

    /// The newest price of a share.
    ///
    /// @param previousPrice close of the bar before; null when there is none
    /// @param change price − previousPrice, in currency
    /// @param changePercent change in percent of previousPrice
    /// @param volume shares traded; null when the source does not know it
    /// @param timestamp time of the price at its market, not of the message
    /// @param source the feed: `replay`, `simulation`, `csv`, `alpha_vantage`, `bitpanda`
    /// @param currency ISO 4217; null when the source does not know it
    @EventType(
            value = "market.data.realtime",
            delivery = Delivery.LATEST,
            source = "aktienanalyse.market-data")
    record PriceUpdated(
            String symbol,
            @Nullable String isin,
            BigDecimal price,
            @Nullable BigDecimal previousPrice,
            @Nullable BigDecimal change,
            @Nullable BigDecimal changePercent,
            @Nullable BigDecimal volume,
            Instant timestamp,
            String source,
            @Nullable String currency,
            @Nullable String name)
            implements MarketEvent {
        public PriceUpdated {
            Must.name(symbol, "symbol");
            Must.have(price, "price");
            Must.have(timestamp, "timestamp");
            Must.have(source, "source");
        }
    }

    /// A closed bar. What the source does not know (open, high, low, volume) stays unknown.
    ///
    /// @param barStart begin of the bar, inclusive
    /// @param barEnd end of the bar, exclusive; the close was known from then on
    /// @param interval ISO-8601 duration or period of the bar, `P1D`
    /// @param open null when unknown, likewise high, low and volume
    /// @param adjusted whether the figures are adjusted for splits and dividends
    /// @param last true on the last bar of a feed that ends
    @EventType(
            value = "market.data.updated",
            delivery = Delivery.EVERY,
            source = "aktienanalyse.market-data")
    record BarClosed(
            String symbol,
            @Nullable String isin,
            Instant barStart,
            Instant barEnd,
            String interval,
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            BigDecimal close,
            @Nullable BigDecimal volume,
            @Nullable String currency,
            String source,
            boolean adjusted,
            boolean last)
            implements MarketEvent {
        public BarClosed {
            Must.name(symbol, "symbol");
            Must.have(barStart, "barStart");
            Must.have(barEnd, "barEnd");
            Must.have(interval, "interval");
            Must.have(close, "close");
            Must.have(source, "source");
        }
    }
}
