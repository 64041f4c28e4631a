package de.aktienanalyse.verwaltung.market;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The instruments table, overlaid with the live prices heard since the start.
///
/// Both are needed: bars are never missed and survive a restart, live prices may run ahead of them.
@Component
public class Market {

    private record Quote(BigDecimal price, Instant at, @Nullable String name) {}

    private final JdbcClient jdbc;
    private final Map<String, Quote> quotes = new ConcurrentHashMap<>();

    public Market(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Takes note of a live price, unless a newer one is known.
    public void quote(PriceUpdated price) {
        quotes.merge(
                price.symbol(),
                new Quote(price.price(), price.timestamp(), price.name()),
                (known, heard) -> heard.at().isBefore(known.at()) ? known : heard);
    }

    /// Takes note of a closed bar, within the caller's transaction. An older one than known changes
    /// nothing; times are compared as text, which is exact to the second.
    public void learn(BarClosed bar) {
        jdbc.sql(
                        """
                        insert into instruments
                            (symbol, isin, currency, last_price, market_time, open_known, volume_known)
                        values (:symbol, :isin, :currency, :price, :time, :open, :volume)
                        on conflict (symbol) do update set
                            isin = coalesce(excluded.isin, instruments.isin),
                            currency = coalesce(excluded.currency, instruments.currency),
                            last_price = excluded.last_price, market_time = excluded.market_time,
                            open_known = excluded.open_known, volume_known = excluded.volume_known
                        where excluded.market_time >= instruments.market_time
                        """)
                .param("symbol", bar.symbol())
                .param("isin", bar.isin())
                .param("currency", bar.currency())
                .param("price", bar.close().toPlainString())
                .param("time", bar.barEnd().toString())
                .param("open", bar.open() == null ? 0 : 1)
                .param("volume", bar.volume() == null ? 0 : 1)
                .update();
    }

    /// What is known of a share; empty until its first bar.
    public Optional<Instrument> find(String symbol) {
        return stored(symbol).map(this::withQuote);
    }

    private Instrument withQuote(Instrument stored) {
        Quote quote = quotes.get(stored.symbol());
        if (quote == null) {
            return stored;
        }
        return quote.at().isBefore(stored.marketTime())
                ? stored.at(stored.price(), stored.marketTime(), quote.name())
                : stored.at(quote.price(), quote.at(), quote.name());
    }

    private Optional<Instrument> stored(String symbol) {
        return jdbc.sql("select * from instruments where symbol = :symbol")
                .param("symbol", symbol)
                .query(Market::instrument)
                .optional();
    }

    private static Instrument instrument(ResultSet row, int number) throws SQLException {
        return new Instrument(
                row.getString("symbol"),
                row.getString("isin"),
                null,
                row.getString("currency"),
                new BigDecimal(row.getString("last_price")),
                Instant.parse(row.getString("market_time")),
                row.getLong("open_known") == 1,
                row.getLong("volume_known") == 1);
    }
}
