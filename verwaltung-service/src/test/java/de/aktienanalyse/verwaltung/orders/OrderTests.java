package de.aktienanalyse.verwaltung.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderTests {
    private static final Instant MARKET = Instant.parse("2012-05-10T00:00:00Z");
    private static final Instant NOW = Instant.parse("2025-01-25T15:30:00Z");

    private final Order accepted = limitBuy(10_000).signal(OrderSignal.ACCEPTED, NOW);

    @Test
    void quantityIsAlwaysFilledPlusLeaves() {
        Order part = fill(accepted, 4_000);

        assertThat(part.state()).isEqualTo(OrderState.PARTIALLY_FILLED);
        assertThat(part.progress().filled().add(part.leaves())).isEqualByComparingTo("10000");

        Order whole = fill(part, 6_000);
        assertThat(whole.state()).isEqualTo(OrderState.FILLED);
        assertThat(whole.leaves()).isZero();
    }

    @Test
    void refusesToBeOverfilled() {
        assertThatThrownBy(() -> fill(fill(accepted, 4_000), 6_001))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Overfill");
    }

    /// FIX appendix D11: a replace to 7,000 crosses a fill of 7,000.
    @Test
    void aReplaceDownToWhatIsFilledFillsTheOrder() {
        Order replaced = fill(accepted, 7_000).modified(terms(6_000), MARKET, NOW);

        assertThat(replaced.state()).isEqualTo(OrderState.FILLED);
        assertThat(replaced.terms().quantity()).isEqualByComparingTo("7000");
        assertThat(replaced.leaves()).isZero();
    }

    @Test
    void aFillAfterTheCancelStillCounts() {
        Order late = fill(accepted.signal(OrderSignal.CANCELED, NOW), 10_000);

        assertThat(late.state()).isEqualTo(OrderState.FILLED);
    }

    @Test
    void everyStepThatIsToldHasTheNextRevision() {
        assertThat(accepted.revision()).isEqualTo(1);
        assertThat(fill(accepted, 1).revision()).isEqualTo(2);
        assertThat(fill(accepted, 1).signal(OrderSignal.CANCELED, NOW).revision()).isEqualTo(3);
    }

    @Test
    void anOrderThatHasEndedRefusesFurtherSteps() {
        Order filled = fill(accepted, 10_000);

        assertThatThrownBy(() -> filled.signal(OrderSignal.CANCELED, NOW))
                .hasMessageContaining("FILLED")
                .hasMessageContaining("CANCELED");
    }

    @Test
    void laterIdsAreGreaterEvenWithinAMillisecond() {
        OrderIds ids = new OrderIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    private static Order fill(Order order, long quantity) {
        return order.fill(BigDecimal.valueOf(quantity), BigDecimal.TEN, BigDecimal.ONE, NOW);
    }

    private static Order limitBuy(long quantity) {
        return Order.initial(
                "order-1",
                new Ticket(
                        "depot-1",
                        "AAPL",
                        null,
                        "USD",
                        Side.BUY,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        null,
                        null,
                        "body",
                        "paper"),
                terms(quantity),
                MARKET,
                Cause.NONE,
                NOW);
    }

    private static Terms terms(long quantity) {
        return new Terms(BigDecimal.valueOf(quantity), BigDecimal.TEN, null, BigDecimal.TEN);
    }
}
