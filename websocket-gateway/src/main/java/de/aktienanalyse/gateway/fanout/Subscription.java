package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What one connection wants to hear. Belongs to the writer's thread.
final class Subscription {
    private static final long ORDERS = Positions.familyBit("trading");

    private final Glob events;
    private final Set<String> symbols;
    private final @Nullable String portfolioId;
    private final long interval;
    private final boolean objects;
    private final long families;

    /// Which of the gateway's own events match, worked out once: the writer asks for each kind of
    /// news, and again when its connection changes what it hears.
    private final long known;

    /// From where on it was served; null while a resume is under way.
    private @Nullable Positions since;

    /// @param symbols empty: of all shares. News without a share pass
    /// @param portfolioId null: of all portfolios. News without a portfolio pass
    /// @param maxRateHz values a second per key; null: all
    /// @param objects whether whole objects are wanted where it begins
    Subscription(
            Glob events,
            Set<String> symbols,
            @Nullable String portfolioId,
            @Nullable Double maxRateHz,
            boolean objects) {
        this.events = events;
        this.symbols = Set.copyOf(symbols);
        this.portfolioId = portfolioId;
        this.interval = maxRateHz == null ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / maxRateHz);
        this.objects = objects;
        this.families = BrowserNames.familiesOf(events);
        this.known = BrowserNames.eventsOf(events);
    }

    Glob events() {
        return events;
    }

    /// Nanoseconds between two values of a key; 0: no limit.
    long interval() {
        return interval;
    }

    /// Bits of the bus's families whose events it may want.
    long families() {
        return families;
    }

    @Nullable String portfolioId() {
        return portfolioId;
    }

    boolean wantsOrders() {
        return objects && (families & ORDERS) != 0;
    }

    boolean isOf(@Nullable String symbol) {
        return symbols.isEmpty() || symbol == null || symbols.contains(symbol);
    }

    boolean isLive() {
        return since != null;
    }

    void liveSince(Positions positions) {
        since = positions;
    }

    /// Whether what stands there was told live if it was wanted.
    boolean covers(Place place) {
        Positions from = since;
        return from != null
                && (place.epoch() == from.epoch(place.partition())
                        ? place.sequence() > from.sequence(place.partition())
                        : place.epoch() > from.epoch(place.partition()));
    }

    boolean wants(News news) {
        return wants(news.frame().event(), news.symbol(), news.portfolioId());
    }

    boolean wants(String event, @Nullable String symbol, @Nullable String portfolio) {
        return isOf(symbol)
                && (portfolioId == null || portfolio == null || portfolioId.equals(portfolio))
                && matches(event);
    }

    private boolean matches(String event) {
        int number = BrowserNames.numberOf(event);
        return number < 0 ? events.matches(event) : (known >> number & 1) != 0;
    }
}
