package de.aktienanalyse.analyse.marketdata;

import de.aktienanalyse.analyse.feeds.Bar;
import de.aktienanalyse.analyse.feeds.FeedProperties;
import de.aktienanalyse.analyse.feeds.Instrument;
import de.aktienanalyse.analyse.feeds.MarketFeed;
import de.aktienanalyse.analyse.feeds.MarketFeed.Batch;
import de.aktienanalyse.analyse.feeds.MarketFeed.History;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes bars from the feed, keeps them, says them; and knows which shares there are.
@Component
public class MarketData {
    private static final Logger log = LoggerFactory.getLogger(MarketData.class);

    private final MarketFeed feed;
    private final PriceHistory prices;
    private final TransactionTemplate transaction;
    private final EventBus bus;
    private final Map<String, BigDecimal> closes = new ConcurrentHashMap<>();

    /// Shares whose bars others say on the bus, with their source.
    private final Map<String, String> foreign = new ConcurrentHashMap<>();

    /// One series of bars.
    public record Series(String source, Instrument instrument) {
        public String symbol() {
            return instrument.symbol();
        }
    }

    public MarketData(
            MarketFeed feed, PriceHistory prices, TransactionTemplate transaction, EventBus bus) {
        this.feed = feed;
        this.prices = prices;
        this.transaction = transaction;
        this.bus = bus;
    }

    /// Stores what is past. To be called once, before anything else.
    public void load() {
        History history = feed.history(prices.newest(feed.source()));
        transaction.executeWithoutResult(_ -> {
            if (history.whole()) {
                feed.instruments().forEach(gone -> prices.forget(feed.source(), gone.symbol()));
            }
            prices.add(feed.source(), history.bars());
        });
        findForeign();
        log.info(
                "Feed {} with {} symbols; {} bars of history loaded",
                feed.source(),
                feed.instruments().size(),
                history.bars().size());
    }

    private void findForeign() {
        Set<String> sources = new HashSet<>(prices.sources());
        FeedProperties.FEEDS.forEach(sources::remove);
        for (String source : sources) {
            prices.symbols(source).forEach(symbol -> foreign.putIfAbsent(symbol, source));
        }
    }

    /// All series that are current: those of the feed, and shares that only others say.
    public List<Series> series() {
        List<Series> all = new ArrayList<>();
        feed.instruments().forEach(instrument -> all.add(new Series(feed.source(), instrument)));
        foreign.forEach((symbol, source) -> {
            if (feed.instrument(symbol).isEmpty()) {
                all.add(new Series(source, Instrument.unknown(symbol)));
            }
        });
        return all;
    }

    /// The current series of a symbol.
    public Optional<Series> find(String symbol) {
        Optional<Series> own =
                feed.instrument(symbol).map(instrument -> new Series(feed.source(), instrument));
        return own.or(() ->
                Optional.ofNullable(foreign.get(symbol))
                        .map(source -> new Series(source, Instrument.unknown(symbol))));
    }

    /// The series that a bar heard on the bus belongs to, with the bar in it. Empty when it is of
    /// no use: not a day's bar, or from somebody else though our feed has the share.
    public Optional<Series> accept(BarClosed heard) {
        if (!heard.interval().equals(Bar.DAILY)) {
            return Optional.empty();
        }
        Optional<Series> current = find(heard.symbol());
        if (current.isPresent() && !current.get().source().equals(heard.source())) {
            return Optional.empty();
        }
        if (heard.source().equals(feed.source())) {
            return current;
        }
        Optional<Bar> bar = barOf(heard);
        bar.ifPresent(sound -> {
            prices.add(heard.source(), sound);
            foreign.put(heard.symbol(), heard.source());
        });
        return bar.flatMap(_ -> find(heard.symbol()));
    }

    private static Optional<Bar> barOf(BarClosed heard) {
        try {
            return Optional.of(
                    new Bar(
                            heard.symbol(),
                            heard.barStart(),
                            heard.barEnd(),
                            heard.open(),
                            heard.high(),
                            heard.low(),
                            heard.close(),
                            heard.volume(),
                            heard.adjusted()));
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Refused a bar of {} from {}: {}",
                    heard.symbol(),
                    heard.source(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /// Stores and says live bars. A bar that is stored already is not said again, so a repeat does
    /// no harm.
    public void record(Batch batch) {
        if (batch.bars().isEmpty()) {
            return;
        }
        List<Bar> fresh = new ArrayList<>();
        transaction.executeWithoutResult(_ -> {
            for (Bar bar : batch.bars()) {
                if (prices.add(feed.source(), bar)) {
                    bus.publish(closed(bar, batch.last()));
                    fresh.add(bar);
                }
            }
        });
        fresh.forEach(this::sayPrice);
    }

    /// Says the newest known price of each symbol, so that there is one before the first live bar.
    public void sayNewestPrices() {
        for (Instrument instrument : feed.instruments()) {
            List<Bar> newest = prices.newest(feed.source(), instrument.symbol(), 2);
            if (newest.size() > 1) {
                closes.put(instrument.symbol(), newest.getFirst().close());
            }
            if (!newest.isEmpty()) {
                sayPrice(newest.getLast());
            }
        }
    }

    private BarClosed closed(Bar bar, boolean last) {
        Instrument instrument = instrument(bar.symbol());
        return new BarClosed(
                bar.symbol(),
                instrument.isin(),
                bar.start(),
                bar.end(),
                Bar.DAILY,
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                instrument.currency(),
                feed.source(),
                bar.adjusted(),
                last);
    }

    private void sayPrice(Bar bar) {
        Instrument instrument = instrument(bar.symbol());
        BigDecimal before = closes.put(bar.symbol(), bar.close());
        BigDecimal change = before == null ? null : bar.close().subtract(before);
        bus.publish(
                new PriceUpdated(
                        bar.symbol(),
                        instrument.isin(),
                        bar.close(),
                        before,
                        change,
                        percent(change, before),
                        bar.volume(),
                        bar.end(),
                        feed.source(),
                        instrument.currency(),
                        instrument.name()));
    }

    private static @Nullable BigDecimal percent(
            @Nullable BigDecimal change, @Nullable BigDecimal before) {
        return change == null || before == null
                ? null
                : change.scaleByPowerOfTen(2).divide(before, 4, RoundingMode.HALF_UP);
    }

    private Instrument instrument(String symbol) {
        return find(symbol).map(Series::instrument).orElseGet(() -> Instrument.unknown(symbol));
    }
}
