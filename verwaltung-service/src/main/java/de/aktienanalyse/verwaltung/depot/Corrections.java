package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.UpdatePosition;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `update_position`: the owner sets a holding right by hand.
@Component
public class Corrections {

    /// Shares that open sell orders still need.
    @FunctionalInterface
    public interface Reserved {
        BigDecimal shares(Account account, String symbol);
    }

    private static final BigDecimal MOST = new BigDecimal("1000000000");

    record Corrected(
            String message,
            String portfolioId,
            String symbol,
            BigDecimal quantity,
            BigDecimal value,
            @Nullable Long revision) {}

    private final Depot depot;
    private final Market market;
    private final Reserved reserved;

    Corrections(Depot depot, Market market, Reserved reserved) {
        this.depot = depot;
        this.market = market;
        this.reserved = reserved;
    }

    public Outcome update(CommandEnvelope<UpdatePosition> command) {
        UpdatePosition asked = command.data();
        BigDecimal cost = asked.averageCost();
        if (asked.quantity().signum() != 0 && unbookable(asked.quantity())) {
            return Outcome.refused(
                    "invalid_quantity",
                    "Give 0 or up to 1000000000 with at most 8 decimals",
                    "quantity");
        }
        if (cost != null && cost.signum() != 0 && unbookable(cost)) {
            return Outcome.refused(
                    "invalid_average_cost",
                    "Give 0 or more with at most 8 decimals",
                    "average_cost");
        }
        Optional<Account> account = depot.lock(asked.portfolioId());
        if (account.isEmpty()) {
            return Outcome.refused("unknown_portfolio", "There is no such depot", "portfolio_id");
        }
        return update(asked, account.get());
    }

    private Outcome update(UpdatePosition asked, Account account) {
        Optional<Instrument> known = market.find(asked.symbol());
        BigDecimal price = known.map(Instrument::price).orElse(asked.averageCost());
        if (price == null) {
            return Outcome.refused(
                    "missing_average_cost",
                    "No price of %s is known; say what a share cost".formatted(asked.symbol()),
                    "average_cost");
        }
        String currency = known.map(Instrument::currency).orElse(null);
        if (currency != null && !currency.equals(account.cash().currency().getCurrencyCode())) {
            return Outcome.refused(
                    "unsupported_currency", "The share is traded in " + currency, "symbol");
        }
        if (asked.quantity().compareTo(reserved.shares(account, asked.symbol())) < 0) {
            return Outcome.refused(
                    "insufficient_position",
                    "Open sell orders need these shares; cancel them first",
                    "quantity");
        }
        return correct(asked, account, known, price);
    }

    private Outcome correct(
            UpdatePosition asked, Account account, Optional<Instrument> known, BigDecimal price) {
        Instant at =
                known.map(Instrument::marketTime)
                        .filter(time -> time.isAfter(account.bookedAt()))
                        .orElse(account.bookedAt());
        PositionChanged changed =
                depot.correct(
                        account,
                        asked.symbol(),
                        known.map(Instrument::isin).orElse(null),
                        asked.quantity(),
                        asked.averageCost(),
                        price,
                        at);
        return Outcome.success(
                new Corrected(
                        "Position updated",
                        account.portfolioId(),
                        asked.symbol(),
                        changed.quantity(),
                        changed.value(),
                        changed.revision()),
                changed);
    }

    private static boolean unbookable(BigDecimal number) {
        return number.signum() < 0
                || number.compareTo(MOST) > 0
                || number.stripTrailingZeros().scale() > 8;
    }
}
