package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Corrections;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Money;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Orders.Working;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Cash and shares that open orders need: nothing is promised twice.
@Component
public class Reservations implements Corrections.Reserved {
    private final Orders orders;
    private final Depot depot;
    private final Broker broker;

    Reservations(Orders orders, Depot depot, Broker broker) {
        this.orders = orders;
        this.depot = depot;
        this.broker = broker;
    }

    /// Cash that new orders may use; negative when prices ran away from open orders.
    public BigDecimal buyingPower(Account account) {
        return freeCash(account, null);
    }

    @Override
    public BigDecimal shares(Account account, String symbol) {
        return reserved(account, symbol, null);
    }

    /// How many orders are open.
    public int open(Account account) {
        return orders.countWorking(account.portfolioId());
    }

    /// @param except an order whose own reservation does not count
    BigDecimal freeCash(Account account, @Nullable Order except) {
        return account.cash()
                .amount()
                .subtract(
                        others(account, except, Side.BUY)
                                .map(order -> needed(order, account))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    BigDecimal freeShares(Account account, String symbol, @Nullable Order except) {
        return depot.quantity(account, symbol).subtract(reserved(account, symbol, except));
    }

    private BigDecimal reserved(Account account, String symbol, @Nullable Order except) {
        return others(account, except, Side.SELL)
                .filter(order -> order.symbol().equals(symbol))
                .map(Working::leaves)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// Cash that an order still needs under the given terms, fees included.
    BigDecimal needed(Order order, Terms terms, Account account) {
        return needed(Working.of(order, terms), account);
    }

    private BigDecimal needed(Working order, Account account) {
        BigDecimal value = order.leaves().max(BigDecimal.ZERO).multiply(order.reservePrice());
        BigDecimal fees =
                broker.fees(order.quantity(), order.filledValue().add(value))
                        .subtract(order.fees())
                        .max(BigDecimal.ZERO);
        return Money.of(value.add(fees), account.cash().currency()).amount();
    }

    private Stream<Working> others(Account account, @Nullable Order except, Side side) {
        return orders.workingOf(account.portfolioId(), side).stream()
                .filter(order -> except == null || !order.orderId().equals(except.orderId()));
    }
}
