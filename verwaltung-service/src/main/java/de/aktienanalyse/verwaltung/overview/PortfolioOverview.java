package de.aktienanalyse.verwaltung.overview;

import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.PortfolioEvent.Position;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Valuations;
import de.aktienanalyse.verwaltung.orders.Reservations;
import de.aktienanalyse.verwaltung.watchlist.Watchlist;
import de.aktienanalyse.verwaltung.watchlist.WatchlistEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Answers `get_portfolio`: the shape of `portfolio.update`, and beside it what only the owner
/// needs.
@Component
public class PortfolioOverview {

    /// @param cash booked
    /// @param buyingPower cash that no open order needs
    /// @param revision grows with every booking; an event with an older one is older news
    record Snapshot(
            String portfolioId,
            BigDecimal totalValue,
            BigDecimal totalChange,
            BigDecimal totalChangePercent,
            int positionsCount,
            Instant lastUpdated,
            List<Position> positions,
            BigDecimal cash,
            BigDecimal buyingPower,
            int openOrders,
            String currency,
            long revision,
            List<WatchlistEntry> watchlist) {}

    private final Depot depot;
    private final Valuations valuations;
    private final Reservations reservations;
    private final Watchlist watchlist;

    PortfolioOverview(
            Depot depot, Valuations valuations, Reservations reservations, Watchlist watchlist) {
        this.depot = depot;
        this.valuations = valuations;
        this.reservations = reservations;
        this.watchlist = watchlist;
    }

    public CommandAnswer snapshot(CommandEnvelope<GetPortfolio> command) {
        String asked = command.data().portfolioId();
        Optional<Account> account = depot.account(asked);
        if (account.isEmpty()) {
            return asked == null
                    ? CommandAnswer.noData("The depot opens with the first price")
                    : CommandAnswer.refused(
                            "unknown_portfolio", "There is no such depot", "portfolio_id");
        }
        return CommandAnswer.success(snapshot(account.get()));
    }

    private Snapshot snapshot(Account account) {
        ValuationUpdated now = valuations.value(account);
        return new Snapshot(
                account.portfolioId(),
                now.totalValue(),
                now.totalChange(),
                now.totalChangePercent(),
                now.positionsCount(),
                now.lastUpdated(),
                now.positions(),
                account.cash().amount(),
                reservations.buyingPower(account),
                reservations.open(account),
                account.cash().currency().getCurrencyCode(),
                account.revision(),
                watchlist.entries());
    }
}
