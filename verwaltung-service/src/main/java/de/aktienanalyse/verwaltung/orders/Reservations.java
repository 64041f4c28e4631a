package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Corrections;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Money;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import java.math.BigDecimal;
import java.util.List;
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
        return orders.workingOf(account.portfolioId()).stream()
                .filter(order -> !order.isBuy() && order.ticket().symbol().equals(symbol))
                .map(Order::leaves)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// How many orders are open.
    public int open(Account account) {
        return orders.workingOf(account.portfolioId()).size();
    }

    /// @param except an order whose own reservation does not count
    BigDecimal freeCash(Account account, @Nullable Order except) {
        return account.cash()
                .amount()
                .subtract(
                        others(account, except, Side.BUY).stream()
                                .map(order -> needed(order, order.terms(), account))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    BigDecimal freeShares(Account account, String symbol, @Nullable Order except) {
        return depot.quantity(account, symbol)
                .subtract(
                        others(account, except, Side.SELL).stream()
                                .filter(order -> order.ticket().symbol().equals(symbol))
                                .map(Order::leaves)
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /// Cash that an order still needs under the given terms, fees included.
    BigDecimal needed(Order order, Terms terms, Account account) {
        BigDecimal left = terms.quantity().subtract(order.progress().filled()).max(BigDecimal.ZERO);
        BigDecimal value = left.multiply(terms.reservePrice());
        BigDecimal fees =
                broker.fees(terms.quantity(), order.progress().value().add(value))
                        .subtract(order.progress().fees())
                        .max(BigDecimal.ZERO);
        return Money.of(value.add(fees), account.cash().currency()).amount();
    }

    private List<Order> others(Account account, @Nullable Order except, Side side) {
        return orders.workingOf(account.portfolioId()).stream()
                .filter(order -> order.ticket().side() == side)
                .filter(order -> except == null || !order.orderId().equals(except.orderId()))
                .toList();
    }
}
