package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.PortfolioEvent.PositionAction;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.verwaltung.depot.DepotLedger.CashEntry;
import de.aktienanalyse.verwaltung.depot.Holding.Sale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Books what happened and says so. Everything here runs in the caller's transaction: one booking,
/// one new revision, one event.
@Component
public class Depot {

    /// Cash that came or went other than by a trade.
    ///
    /// @param amount signed: a deposit is positive
    /// @param flowId the same id is never booked twice
    /// @param at market time
    public record CashFlow(
            CashFlowKind kind, Money amount, @Nullable String symbol, String flowId, Instant at) {}

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final DepotLedger ledger;
    private final DepotSettings settings;

    Depot(DepotLedger ledger, DepotSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /// Opens the depot with its initial deposit when the first bar is heard, dated that bar's
    /// begin, so that cash never moves before the market it is for.
    public List<CashChanged> open(BarClosed bar) {
        if (ledger.account(settings.id()).isPresent()
                || !ledger.open(settings.id(), settings.currency(), bar.barStart())) {
            return List.of();
        }
        Money deposit = Money.of(settings.initialCash(), settings.currency());
        return deposit.amount().signum() == 0
                ? List.of()
                : List.of(
                        book(
                                settings.id(),
                                new CashFlow(
                                        CashFlowKind.DEPOSIT,
                                        deposit,
                                        null,
                                        settings.id() + "-initial-deposit",
                                        bar.barStart())));
    }

    /// The depot that a command means; empty when there is no such one (yet).
    public Optional<Account> account(@Nullable String portfolioId) {
        return ledger.account(portfolioId == null ? settings.id() : portfolioId);
    }

    /// The same, kept from changing by others until the transaction ends.
    public Optional<Account> lock(@Nullable String portfolioId) {
        return ledger.lock(portfolioId == null ? settings.id() : portfolioId);
    }

    /// Shares held; zero when none are.
    public BigDecimal quantity(Account account, String symbol) {
        return ledger.holding(account, symbol).map(Holding::quantity).orElse(BigDecimal.ZERO);
    }

    /// All that is or was held, sorted by symbol.
    public List<Holding> holdings(Account account) {
        return ledger.holdings(account);
    }

    /// Market time of the newest trade in a share.
    public Optional<Instant> lastTrade(Account account, String symbol) {
        return ledger.lastTrade(account.portfolioId(), symbol);
    }

    public CashChanged book(String portfolioId, CashFlow flow) {
        Account account = ledger.nextRevision(portfolioId, flow.at());
        Money balance =
                ledger.move(
                        account,
                        new CashEntry(
                                flow.flowId(),
                                name(flow.kind()),
                                flow.amount(),
                                flow.symbol(),
                                flow.at()));
        return new CashChanged(
                portfolioId,
                flow.kind(),
                flow.amount().amount(),
                balance.amount(),
                balance.currency().getCurrencyCode(),
                flow.symbol(),
                flow.flowId(),
                flow.at(),
                account.revision());
    }

    /// @throws IllegalArgumentException when more is sold than held
    public PositionChanged book(Trade trade) {
        Account account = ledger.nextRevision(trade.portfolioId(), trade.executedAt());
        Holding before = holding(account, trade.symbol(), trade.isin());
        ledger.record(trade, account.revision());
        ledger.move(
                account,
                new CashEntry(
                        trade.executionId(),
                        "trade",
                        trade.cashEffect(),
                        trade.symbol(),
                        trade.executedAt()));
        Holding after =
                switch (trade.side()) {
                    case BUY ->
                            before.buy(
                                    trade.executionId(),
                                    trade.quantity(),
                                    trade.cashEffect().negated(),
                                    trade.executedAt());
                    case SELL -> {
                        Sale sale =
                                before.sell(
                                        trade.quantity(), trade.cashEffect(), trade.executedAt());
                        ledger.record(trade, sale.closed());
                        yield sale.rest();
                    }
                };
        ledger.save(account.portfolioId(), after);
        PositionAction action =
                switch (trade.side()) {
                    case BUY -> PositionAction.BUY;
                    case SELL -> PositionAction.SELL;
                };
        return changed(
                account, after, action, trade.price(), trade.executedAt(), trade.executionId());
    }

    /// Sets what is held by hand. What leaves, leaves at cost and without a gain.
    ///
    /// @param costPerShare null keeps it
    /// @param price newest price; for shares that come in without a cost it is their cost
    PositionChanged correct(
            Account locked,
            String symbol,
            @Nullable String isin,
            BigDecimal quantity,
            @Nullable BigDecimal costPerShare,
            BigDecimal price,
            Instant at) {
        Account account = ledger.nextRevision(locked.portfolioId(), at);
        Holding before = holding(account, symbol, isin);
        BigDecimal difference = quantity.subtract(before.quantity());
        Holding after =
                switch (difference.signum()) {
                    case 1 -> {
                        BigDecimal cost =
                                before.quantity().signum() == 0
                                        ? price
                                        : before.averageCost(settings.costMethod());
                        yield before.buy(
                                "correction-" + account.revision(),
                                difference,
                                Money.of(difference.multiply(cost), account.cash().currency()),
                                at);
                    }
                    case -1 -> before.take(difference.negate()).rest();
                    default -> before;
                };
        Holding priced = costPerShare == null ? after : after.repriced(costPerShare);
        ledger.save(account.portfolioId(), priced);
        return changed(account, priced, PositionAction.UPDATE, price, at, null);
    }

    private PositionChanged changed(
            Account account,
            Holding after,
            PositionAction action,
            BigDecimal price,
            Instant at,
            @Nullable String executionId) {
        BigDecimal gain = after.unrealised(price, settings.costMethod()).amount();
        BigDecimal cost = after.cost(settings.costMethod()).amount();
        return new PositionChanged(
                account.portfolioId(),
                after.symbol(),
                after.isin(),
                action,
                after.quantity(),
                price,
                Money.of(after.quantity().multiply(price), account.cash().currency()).amount(),
                gain,
                percent(gain, cost),
                at,
                account.cash().currency().getCurrencyCode(),
                executionId,
                account.revision());
    }

    private Holding holding(Account account, String symbol, @Nullable String isin) {
        return ledger.holding(account, symbol)
                .orElseGet(() -> Holding.none(symbol, isin, account.cash().currency()));
    }

    /// `part` in percent of `whole`; zero of nothing.
    static BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO
                : part.multiply(HUNDRED).divide(whole, 4, RoundingMode.HALF_UP);
    }

    static String name(CashFlowKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
