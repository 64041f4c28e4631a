package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.events.PortfolioEvent.Position;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import de.aktienanalyse.verwaltung.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a depot is worth at the newest prices. Pure.
final class Valuation {

    /// @param holdings those sold too: their realised gains count
    /// @param prices by symbol; a share without one is valued at cost
    /// @param income dividends, interest, fees and taxes booked so far
    record Books(
            Account account,
            List<Holding> holdings,
            Map<String, Instrument> prices,
            BigDecimal income,
            CostMethod method) {}

    private Valuation() {}

    /// Total change = unrealised + realised gains + income; its base is what the owner put in.
    static ValuationUpdated of(Books books) {
        Account account = books.account();
        Instant asOf = account.bookedAt();
        BigDecimal total = account.cash().amount();
        BigDecimal change = books.income();
        List<Holding> held = new ArrayList<>();
        for (Holding holding : books.holdings()) {
            change = change.add(holding.realised(books.method()).amount());
            if (holding.quantity().signum() != 0) {
                held.add(holding);
                total = total.add(value(holding, books).amount());
                change = change.add(gain(holding, books));
                Instrument known = books.prices().get(holding.symbol());
                asOf =
                        known == null || known.marketTime().isBefore(asOf)
                                ? asOf
                                : known.marketTime();
            }
        }
        BigDecimal totalValue = total;
        return new ValuationUpdated(
                account.portfolioId(),
                totalValue,
                change,
                Depot.percent(change, totalValue.subtract(change)),
                held.size(),
                asOf,
                held.stream().map(holding -> position(holding, books, totalValue)).toList(),
                account.cash().amount(),
                account.cash().currency().getCurrencyCode(),
                account.revision());
    }

    private static Position position(Holding holding, Books books, BigDecimal totalValue) {
        Instrument known = books.prices().get(holding.symbol());
        BigDecimal value = value(holding, books).amount();
        BigDecimal gain = gain(holding, books);
        return new Position(
                holding.symbol(),
                known == null || known.isin() == null ? holding.isin() : known.isin(),
                known == null ? null : known.name(),
                holding.quantity(),
                holding.averageCost(books.method()),
                known == null ? null : known.price(),
                value,
                gain,
                Depot.percent(gain, holding.cost(books.method()).amount()),
                weight(value, totalValue),
                books.account().cash().currency().getCurrencyCode());
    }

    private static Money value(Holding holding, Books books) {
        Instrument known = books.prices().get(holding.symbol());
        return known == null
                ? holding.cost(books.method())
                : Money.of(
                        holding.quantity().multiply(known.price()),
                        books.account().cash().currency());
    }

    private static BigDecimal gain(Holding holding, Books books) {
        return value(holding, books).minus(holding.cost(books.method())).amount();
    }

    private static @Nullable BigDecimal weight(BigDecimal value, BigDecimal total) {
        return total.signum() == 0 ? null : value.divide(total, 6, RoundingMode.HALF_UP);
    }
}
