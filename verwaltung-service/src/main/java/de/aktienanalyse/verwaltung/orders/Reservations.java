package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Corrections;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Cash and shares that open orders need: nothing is promised twice.
@Component
public class Reservations implements Corrections.Reserved {
    private final Orders orders;
    private final Depot depot;

    Reservations(Orders orders, Depot depot) {
        this.orders = orders;
        this.depot = depot;
    }

    /// Cash that new orders may use; negative when prices ran away from open orders.
    public BigDecimal buyingPower(Account account) {
        return freeCash(account, null);
    }

    @Override
    public BigDecimal shares(Account account, String symbol) {
        return orders.heldShares(account.portfolioId(), symbol, null);
    }

    /// How many orders are open.
    public int open(Account account) {
        return orders.countWorking(account.portfolioId());
    }

    /// Computes anew what every open order holds back: the fees may be others than when it was
    /// written. Needs a transaction, before commands are taken.
    ///
    /// @return how many orders held back something else
    public int mend() {
        return orders.mendHeldCash();
    }

    /// @param except an order whose own reservation does not count
    BigDecimal freeCash(Account account, @Nullable Order except) {
        long held = orders.heldCash(account.portfolioId(), except);
        return account.cash().minus(Money.ofMinorUnits(held, account.cash().currency())).amount();
    }

    BigDecimal freeShares(Account account, String symbol, @Nullable Order except) {
        return depot.quantity(account, symbol)
                .subtract(orders.heldShares(account.portfolioId(), symbol, except));
    }
}
