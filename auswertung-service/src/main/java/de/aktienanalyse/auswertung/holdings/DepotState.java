package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.events.OrderEvent.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A depot while it is folded, day by day. Pure: facts and prices in, worth out.
final class DepotState {
    private static final MathContext COST = MathContext.DECIMAL128;

    /// @param cost by moving average, with fees
    private record Position(BigDecimal quantity, BigDecimal cost) {
        static final Position NONE = new Position(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private record Quote(LocalDate day, BigDecimal price) {}

    /// Shares that came or went without money; worth what the day's price says.
    private record Transfer(String symbol, BigDecimal quantity) {}

    private final SortedMap<String, Position> positions = new TreeMap<>();
    private final Map<String, Quote> quotes = new HashMap<>();
    private BigDecimal cash = BigDecimal.ZERO;
    private BigDecimal inflow = BigDecimal.ZERO;
    private BigDecimal outflow = BigDecimal.ZERO;
    private final List<Transfer> transfers = new ArrayList<>();

    /// Books without valuing: for the days before those that are asked for.
    void book(Collection<Fact> facts) {
        facts.stream().sorted(Fact.IN_ORDER).forEach(this::book);
    }

    /// The price of a share at the end of a day. A close outdoes trades of its day; an older one is
    /// ignored.
    void quote(String symbol, LocalDate day, BigDecimal close) {
        Quote known = quotes.get(symbol);
        if (known == null || !day.isBefore(known.day)) {
            quotes.put(symbol, new Quote(day, close));
        }
    }

    /// Folds one more day and values it.
    ///
    /// @param facts of this day alone, likewise closes by symbol
    /// @param marketDay whether any share was traded, also one that is not held
    DailyValue fold(
            LocalDate day,
            Collection<Fact> facts,
            Map<String, BigDecimal> closes,
            boolean marketDay,
            boolean closed) {
        forgetFlows();
        book(facts);
        closes.forEach((symbol, close) -> quote(symbol, day, close));
        for (Transfer transfer : transfers) {
            flow(transfer.quantity.multiply(priceOrCost(transfer.symbol)));
        }
        return new DailyValue(day, value(), cash, inflow, outflow, marketDay, closed);
    }

    void forgetFlows() {
        inflow = BigDecimal.ZERO;
        outflow = BigDecimal.ZERO;
        transfers.clear();
    }

    BigDecimal cash() {
        return cash;
    }

    List<Holding> holdings() {
        return positions.entrySet().stream()
                .map(entry -> holding(entry.getKey(), entry.getValue()))
                .toList();
    }

    private BigDecimal value() {
        return holdings().stream().map(Holding::value).reduce(cash, BigDecimal::add);
    }

    private Holding holding(String symbol, Position position) {
        Quote quote = quotes.get(symbol);
        @Nullable BigDecimal price = quote == null ? null : quote.price;
        BigDecimal value = price == null ? position.cost : position.quantity.multiply(price);
        return new Holding(symbol, position.quantity, position.cost, price, value);
    }

    private void book(Fact fact) {
        switch (fact) {
            case Fact.CashFlow flow -> {
                cash = cash.add(flow.amount());
                if (flow.external()) {
                    flow(flow.amount());
                }
            }
            case Fact.Trade trade -> trade(trade);
            case Fact.Correction correction -> correct(correction);
        }
    }

    private void flow(BigDecimal amount) {
        if (amount.signum() > 0) {
            inflow = inflow.add(amount);
        } else {
            outflow = outflow.add(amount.negate());
        }
    }

    private void trade(Fact.Trade trade) {
        Position held = positions.getOrDefault(trade.symbol(), Position.NONE);
        if (trade.side() == Side.BUY) {
            BigDecimal paid = trade.totalValue().add(trade.fees());
            cash = cash.subtract(paid);
            put(trade.symbol(), held.quantity.add(trade.quantity()), held.cost.add(paid));
        } else {
            cash = cash.add(trade.totalValue()).subtract(trade.fees());
            BigDecimal left = held.quantity.subtract(trade.quantity());
            put(trade.symbol(), left, left.signum() > 0 ? costOf(left, held) : BigDecimal.ZERO);
        }
        quote(trade.symbol(), trade.day(), trade.price());
    }

    private void correct(Fact.Correction correction) {
        Position held = positions.getOrDefault(correction.symbol(), Position.NONE);
        BigDecimal quantity = correction.quantity();
        BigDecimal price = correction.price();
        BigDecimal cost = correction.cost();
        if (cost == null) {
            boolean costKnown = held.quantity.signum() > 0;
            cost =
                    costKnown
                            ? costOf(quantity, held)
                            : price == null ? BigDecimal.ZERO : quantity.multiply(price);
        }
        transfers.add(new Transfer(correction.symbol(), quantity.subtract(held.quantity)));
        put(correction.symbol(), quantity, cost);
        if (price != null) {
            quote(correction.symbol(), correction.day(), price);
        }
    }

    private static BigDecimal costOf(BigDecimal quantity, Position held) {
        return held.cost.multiply(quantity).divide(held.quantity, COST);
    }

    private BigDecimal priceOrCost(String symbol) {
        Quote quote = quotes.get(symbol);
        if (quote != null) {
            return quote.price;
        }
        Position position = positions.getOrDefault(symbol, Position.NONE);
        return position.quantity.signum() == 0
                ? BigDecimal.ZERO
                : position.cost.divide(position.quantity, COST);
    }

    private void put(String symbol, BigDecimal quantity, BigDecimal cost) {
        if (quantity.signum() == 0) {
            positions.remove(symbol);
        } else {
            positions.put(symbol, new Position(quantity, cost));
        }
    }
}
