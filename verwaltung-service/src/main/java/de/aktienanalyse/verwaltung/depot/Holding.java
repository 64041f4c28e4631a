package de.aktienanalyse.verwaltung.depot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One share in the depot, immutable: its lots (FIFO) and, beside them, its cost by moving average.
///
/// Fees are part of the cost of a purchase and taken off the proceeds of a sale. The cost that a
/// sale takes along is rounded half up to the cent; the last share takes what is left, so no cent
/// stays behind.
///
/// @param lots oldest first
/// @param costAverage cost of all that is held, by moving average
/// @param realisedFifo gain of all sales so far, by FIFO
public record Holding(
        String symbol,
        @Nullable String isin,
        List<Lot> lots,
        Money costAverage,
        Money realisedFifo,
        Money realisedAverage) {

    public Holding {
        lots = List.copyOf(lots);
    }

    /// What a sale took from one lot.
    record ClosedLot(Lot part, Money proceeds, Instant closedAt) {
        Money gain() {
            return proceeds.minus(part.cost());
        }
    }

    record Sale(Holding rest, List<ClosedLot> closed) {}

    /// Lots that leave, and what stays.
    record Taken(List<Lot> lots, Holding rest) {}

    static Holding none(String symbol, @Nullable String isin, Currency currency) {
        Money zero = Money.zero(currency);
        return new Holding(symbol, isin, List.of(), zero, zero, zero);
    }

    public BigDecimal quantity() {
        return lots.stream().map(Lot::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    Money cost(CostMethod method) {
        return switch (method) {
            case FIFO -> costOf(lots);
            case MOVING_AVERAGE -> costAverage;
        };
    }

    Money realised(CostMethod method) {
        return switch (method) {
            case FIFO -> realisedFifo;
            case MOVING_AVERAGE -> realisedAverage;
        };
    }

    /// Cost per share, unrounded beyond 8 decimals; zero when nothing is held.
    BigDecimal averageCost(CostMethod method) {
        BigDecimal quantity = quantity();
        return quantity.signum() == 0
                ? BigDecimal.ZERO
                : cost(method).amount().divide(quantity, 8, RoundingMode.HALF_UP);
    }

    /// Gain if all were sold at `price`, without fees.
    Money unrealised(BigDecimal price, CostMethod method) {
        return Money.of(quantity().multiply(price), currency()).minus(cost(method));
    }

    /// @param cost what was paid, fees included
    Holding buy(String lotId, BigDecimal quantity, Money cost, Instant at) {
        return withLots(List.of(new Lot(lotId, at, quantity, cost)));
    }

    /// Takes over lots with their cost and age: a transfer between own depots is no sale.
    Holding withLots(List<Lot> added) {
        List<Lot> all = new ArrayList<>(lots);
        all.addAll(added);
        all.sort((a, b) -> a.openedAt().compareTo(b.openedAt()));
        return new Holding(
                symbol, isin, all, costAverage.plus(costOf(added)), realisedFifo, realisedAverage);
    }

    /// @param proceeds what came in, fees taken off
    Sale sell(BigDecimal quantity, Money proceeds, Instant at) {
        Taken taken = take(quantity);
        List<ClosedLot> closed = new ArrayList<>();
        Money left = proceeds;
        BigDecimal leftQuantity = quantity;
        for (Lot part : taken.lots()) {
            Money share = left.share(part.quantity(), leftQuantity);
            closed.add(new ClosedLot(part, share, at));
            left = left.minus(share);
            leftQuantity = leftQuantity.subtract(part.quantity());
        }
        Money costAverageSold = costAverage.minus(taken.rest().costAverage);
        Holding rest = taken.rest();
        return new Sale(
                new Holding(
                        symbol,
                        isin,
                        rest.lots,
                        rest.costAverage,
                        realisedFifo.plus(proceeds.minus(costOf(taken.lots()))),
                        realisedAverage.plus(proceeds.minus(costAverageSold))),
                closed);
    }

    /// Takes the oldest shares out at cost, without a gain.
    ///
    /// @throws IllegalArgumentException when fewer are held
    Taken take(BigDecimal quantity) {
        BigDecimal held = quantity();
        if (quantity.signum() <= 0 || quantity.compareTo(held) > 0) {
            throw new IllegalArgumentException(
                    "Cannot take %s of %s %s".formatted(quantity, held, symbol));
        }
        List<Lot> taken = new ArrayList<>();
        List<Lot> rest = new ArrayList<>();
        BigDecimal wanted = quantity;
        for (Lot lot : lots) {
            if (wanted.signum() == 0) {
                rest.add(lot);
            } else if (lot.quantity().compareTo(wanted) <= 0) {
                taken.add(lot);
                wanted = wanted.subtract(lot.quantity());
            } else {
                Money cost = lot.cost().share(wanted, lot.quantity());
                taken.add(new Lot(lot.lotId(), lot.openedAt(), wanted, cost));
                rest.add(
                        new Lot(
                                lot.lotId(),
                                lot.openedAt(),
                                lot.quantity().subtract(wanted),
                                lot.cost().minus(cost)));
                wanted = BigDecimal.ZERO;
            }
        }
        Money average = rest.isEmpty() ? costAverage : costAverage.share(quantity, held);
        return new Taken(
                taken,
                new Holding(
                        symbol,
                        isin,
                        rest,
                        costAverage.minus(average),
                        realisedFifo,
                        realisedAverage));
    }

    /// The same lots at another cost per share, for corrections by hand.
    Holding repriced(BigDecimal costPerShare) {
        List<Lot> repriced =
                lots.stream()
                        .map(lot ->
                                new Lot(
                                        lot.lotId(),
                                        lot.openedAt(),
                                        lot.quantity(),
                                        Money.of(
                                                lot.quantity().multiply(costPerShare), currency())))
                        .toList();
        return new Holding(symbol, isin, repriced, costOf(repriced), realisedFifo, realisedAverage);
    }

    private Currency currency() {
        return costAverage.currency();
    }

    private Money costOf(List<Lot> some) {
        return some.stream().map(Lot::cost).reduce(Money.zero(currency()), Money::plus);
    }
}
