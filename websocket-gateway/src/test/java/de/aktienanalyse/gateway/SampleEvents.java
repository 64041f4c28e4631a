package de.aktienanalyse.gateway;

import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent.TriggerReason;
import de.aktienanalyse.events.PortfolioEvent.ValueChanged;
import java.math.BigDecimal;
import java.time.Instant;

/// Events of the bus, made up.
final class SampleEvents {
    static final Instant TIME = Instant.parse("2025-01-25T15:30:00Z");

    private SampleEvents() {}

    static PriceUpdated price(String symbol, String price) {
        return new PriceUpdated(
                symbol,
                null,
                new BigDecimal(price),
                null,
                null,
                null,
                null,
                TIME,
                "test",
                "USD",
                null);
    }

    static ValueChanged value(String portfolio) {
        return new ValueChanged(
                portfolio,
                BigDecimal.ONE,
                BigDecimal.TWO,
                BigDecimal.ONE,
                BigDecimal.ONE,
                TriggerReason.PRICE_UPDATE,
                TIME,
                null);
    }

    static OrderEvent.Executed fill(String orderId) {
        return fill(orderId, "AAPL");
    }

    static OrderEvent.Executed fill(String orderId, String symbol) {
        return new OrderEvent.Executed(
                orderId,
                symbol,
                OrderEvent.Side.BUY,
                BigDecimal.TEN,
                new BigDecimal("182.50"),
                new BigDecimal("1825.00"),
                new BigDecimal("2.95"),
                "paper",
                OrderEvent.ExecutionStatus.FILLED,
                TIME,
                null,
                "depot-1",
                null,
                null,
                "USD",
                null,
                null,
                null,
                null);
    }
}
