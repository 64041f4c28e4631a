package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.PortfolioEvent;
import de.aktienanalyse.events.PortfolioEvent.Position;
import de.aktienanalyse.events.PortfolioEvent.TriggerReason;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import de.aktienanalyse.events.PortfolioEvent.ValueChanged;
import de.aktienanalyse.verwaltung.depot.Valuation.Books;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Says what the depots are worth: at once after a booking, at most four times a second while
/// prices move.
///
/// Reads the books anew each time instead of keeping a copy: at four reads a second that costs
/// nothing, and no rollback, restart or second instance can make it wrong.
@Component
public class Valuations {
    static final Duration PAUSE = Duration.ofMillis(250);

    private static final List<String> INCOME = List.of("dividend", "interest", "fee", "tax");

    private record Said(BigDecimal value, long revision) {}

    /// @param message for people
    record Refreshed(
            String message,
            String portfolioId,
            BigDecimal totalValue,
            BigDecimal totalChange,
            BigDecimal totalChangePercent,
            int positionsCount,
            long revision) {}

    private final DepotLedger ledger;
    private final DepotSettings settings;
    private final Market market;
    private final EventBus bus;
    private final Clock clock;

    private final Map<String, Said> lastSaid = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Set<String>> held = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Instant lastAt = Instant.EPOCH;
    private volatile boolean stale;

    Valuations(
            DepotLedger ledger, DepotSettings settings, Market market, EventBus bus, Clock clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.market = market;
        this.bus = bus;
        this.clock = clock;
    }

    public void onPrice(EventEnvelope<PriceUpdated> heard) {
        market.quote(heard.data());
        Set<String> known = held.get();
        if (known == null || known.contains(heard.data().symbol())) {
            stale = true;
            flush();
        }
    }

    /// Our own booking came back over the bus, so it is committed; many of them at once need one
    /// valuation.
    public void onBooking(EventEnvelope<? extends PortfolioEvent> heard, @Nullable Long revision) {
        Said said = lastSaid.get(heard.data().portfolioId());
        if (revision == null || said == null || said.revision() < revision) {
            sayAll(TriggerReason.POSITION_CHANGE);
        }
    }

    /// The trailing edge of the throttle.
    @Scheduled(fixedDelay = 250)
    public void flush() {
        if (stale && !clock.instant().isBefore(lastAt.plus(PAUSE))) {
            sayAll(TriggerReason.PRICE_UPDATE);
        }
    }

    public Outcome refresh(CommandEnvelope<RefreshPortfolio> command) {
        String asked = command.data().portfolioId();
        Optional<Account> account = ledger.account(asked == null ? settings.id() : asked);
        if (account.isEmpty()) {
            return Outcome.refused("unknown_portfolio", "There is no such depot", "portfolio_id");
        }
        ValuationUpdated now = value(account.get());
        return Outcome.success(
                new Refreshed(
                        "Portfolio refreshed successfully",
                        now.portfolioId(),
                        now.totalValue(),
                        now.totalChange(),
                        now.totalChangePercent(),
                        now.positionsCount(),
                        account.get().revision()),
                events(now, TriggerReason.MANUAL_REFRESH).toArray(Event[]::new));
    }

    /// The depot at the newest prices.
    public ValuationUpdated value(Account account) {
        List<Holding> holdings = ledger.holdings(account);
        Map<String, Instrument> prices = new HashMap<>();
        for (Holding holding : holdings) {
            if (holding.quantity().signum() != 0) {
                market.find(holding.symbol()).ifPresent(known -> prices.put(known.symbol(), known));
            }
        }
        return Valuation.of(
                new Books(
                        account,
                        holdings,
                        prices,
                        ledger.sum(account.portfolioId(), INCOME),
                        settings.costMethod()));
    }

    // Never waits for another valuation: a thread that holds the only connection may be among them.
    private void sayAll(TriggerReason reason) {
        if (!busy.compareAndSet(false, true)) {
            stale = true;
            return;
        }
        try {
            stale = false;
            List<ValuationUpdated> valued = ledger.accounts().stream().map(this::value).toList();
            held.set(
                    valued.stream()
                            .flatMap(valuation -> valuation.positions().stream())
                            .map(Position::symbol)
                            .collect(Collectors.toUnmodifiableSet()));
            lastAt = clock.instant();
            valued.stream().flatMap(now -> events(now, reason).stream()).forEach(bus::publish);
        } finally {
            busy.set(false);
        }
    }

    private List<Event> events(ValuationUpdated now, TriggerReason reason) {
        List<Event> events = new ArrayList<>();
        events.add(now);
        long revision = now.revision() == null ? 0 : now.revision();
        Said before = lastSaid.put(now.portfolioId(), new Said(now.totalValue(), revision));
        if (before == null && reason != TriggerReason.MANUAL_REFRESH) {
            return events;
        }
        BigDecimal previous = before == null ? now.totalValue() : before.value();
        BigDecimal change = now.totalValue().subtract(previous);
        if (change.signum() != 0 || reason == TriggerReason.MANUAL_REFRESH) {
            events.add(
                    new ValueChanged(
                            now.portfolioId(),
                            previous,
                            now.totalValue(),
                            change,
                            Depot.percent(change, previous),
                            reason,
                            now.lastUpdated(),
                            now.currency()));
        }
        return events;
    }
}
