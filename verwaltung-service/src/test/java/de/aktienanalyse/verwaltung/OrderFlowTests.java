package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.limit;
import static de.aktienanalyse.verwaltung.Desk.market;
import static de.aktienanalyse.verwaltung.Desk.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Created;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Modified;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OrderFlowTests {
    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
        desk.bar("AAPL", 1, "100");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aMarketOrderIsFilledAtTheNextOpenWithFeesAndBooked() {
        String orderId = desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 2, "101.50", "104", "99", "103", null);

        Executed executed = desk.last(Executed.class);
        assertThat(executed.orderId()).isEqualTo(orderId);
        assertThat(executed.price()).isEqualByComparingTo("101.50");
        assertThat(executed.totalValue()).isEqualByComparingTo("1015.00");
        // 1.00 + 0.1 % of 1015.00 = 2.015, half up.
        assertThat(executed.fees()).isEqualByComparingTo("2.02");
        assertThat(executed.executionStatus()).isEqualTo(ExecutionStatus.FILLED);
        assertThat(executed.executionTimestamp()).isEqualTo(start(2));
        PositionChanged position = desk.last(PositionChanged.class);
        assertThat(position.quantity()).isEqualByComparingTo("10");
        assertThat(position.executionId()).isEqualTo(executed.executionId());
        JsonNode portfolio = desk.portfolio();
        assertThat(portfolio.path("cash").decimalValue()).isEqualByComparingTo("98982.98");
        assertThat(portfolio.path("total_value").decimalValue()).isEqualByComparingTo("100012.98");
    }

    @Test
    void neverFillsFromABarThatWasKnownWhenTheOrderWasPlaced() {
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 1, "90");
        assertThat(desk.said(Executed.class)).isEmpty();

        desk.bar("AAPL", 2, "110");
        assertThat(desk.last(Executed.class).price()).isEqualByComparingTo("110");
    }

    @Test
    void aLivePriceThatRunsAheadOfItsBarCountsAsKnown() {
        desk.price("AAPL", start(3), "120");
        desk.place(market(Side.BUY, "AAPL", "10"));

        desk.bar("AAPL", 2, "120");
        assertThat(desk.said(Executed.class)).isEmpty();
        desk.bar("AAPL", 3, "121");
        assertThat(desk.last(Executed.class).price()).isEqualByComparingTo("121");
    }

    @Test
    void aReplayedBarFillsNothing() {
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.replay(Desk.barOf("AAPL", 2, "100", "100", "100", "100", null));

        assertThat(desk.said(Executed.class)).isEmpty();
    }

    @Test
    void theLaterFillCarriesTheCorrelationOfItsCommand() {
        desk.ask(market(Side.BUY, "AAPL", "10"), "buy-1");
        desk.bar("AAPL", 2, "100");

        for (OrderEvent event : desk.said(OrderEvent.class)) {
            EventEnvelope<?> envelope = desk.envelopeOf(event);
            assertThat(envelope.correlationId()).isEqualTo("correlation-of-buy-1");
            assertThat(envelope.actor()).isEqualTo("owner");
        }
        assertThat(desk.envelopeOf(desk.last(PositionChanged.class)).correlationId())
                .isEqualTo("correlation-of-buy-1");
        EventEnvelope<?> bar =
                desk.bus.said().stream()
                        .filter(heard -> heard.eventType().equals("market.data.updated"))
                        .toList()
                        .getLast();
        assertThat(desk.envelopeOf(desk.last(Executed.class)).causationId())
                .isEqualTo(bar.eventId());
    }

    @Test
    void everyEventOfAnOrderNamesItsClientIdDepotAndNextRevision() {
        desk.ask(withClientId("mine-1", "10"));
        desk.bar("AAPL", 2, "100", "100", "100", "100", "200");
        desk.bar("AAPL", 3, "100", "100", "100", "100", "200");

        assertThat(desk.said(Created.class))
                .singleElement()
                .satisfies(created -> {
                    assertThat(created.clientOrderId()).isEqualTo("mine-1");
                    assertThat(created.portfolioId()).isEqualTo(Desk.DEPOT);
                    assertThat(created.status()).isEqualTo("accepted");
                    assertThat(created.revision()).isEqualTo(1);
                });
        assertThat(desk.said(Executed.class))
                .extracting(Executed::clientOrderId, Executed::portfolioId, Executed::revision)
                .containsExactly(tuple("mine-1", Desk.DEPOT, 2L), tuple("mine-1", Desk.DEPOT, 3L));
    }

    @Test
    void aThinMarketFillsInPartsAndChargesTheFixedFeeOnce() {
        desk.place(market(Side.BUY, "AAPL", "60"));
        for (int day = 2; day <= 4; day++) {
            desk.bar("AAPL", day, "100", "100", "100", "100", "1000");
        }

        List<Executed> fills = desk.said(Executed.class);
        assertThat(fills)
                .extracting(fill -> fill.quantity().intValueExact())
                .containsExactly(25, 25, 10);
        assertThat(fills)
                .extracting(Executed::executionStatus)
                .containsExactly(
                        ExecutionStatus.PARTIALLY_FILLED,
                        ExecutionStatus.PARTIALLY_FILLED,
                        ExecutionStatus.FILLED);
        assertThat(fills.get(1).filledQuantity()).isEqualByComparingTo("50");
        assertThat(fills.get(1).remainingQuantity()).isEqualByComparingTo("10");
        assertThat(fills.stream().map(Executed::fees).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("7.00");
        assertThat(fills).extracting(Executed::executionId).doesNotHaveDuplicates();
    }

    @Test
    void theSameBarToldTwiceFillsOnce() {
        desk.place(market(Side.BUY, "AAPL", "60"));
        desk.bar("AAPL", 2, "100", "100", "100", "100", "1000");
        desk.bar("AAPL", 2, "100", "100", "100", "100", "1000");

        assertThat(desk.said(Executed.class)).hasSize(1);
    }

    @Test
    void theSameClientIdAndBodyIsTheSameOrder() {
        JsonNode first = desk.result(desk.ask(withClientId("mine-1", "10")));
        JsonNode again = desk.result(desk.ask(withClientId("mine-1", "10.00")));

        assertThat(again.path("order_id")).isEqualTo(first.path("order_id"));
        assertThat(desk.said(Created.class)).hasSize(1);
        assertThat(desk.outcome(withClientId("mine-1", "11")))
                .isEqualTo("duplicate_client_order_id");
    }

    @Test
    void theSameCommandIdTakesEffectOnce() {
        Answered first = desk.ask(market(Side.BUY, "AAPL", "10"), "once");
        Answered again = desk.ask(market(Side.BUY, "AAPL", "10"), "once");

        assertThat(again.result()).isEqualTo(first.result());
        assertThat(desk.said(Created.class)).hasSize(1);
    }

    @Test
    void aCancelledOrderIsFilledNoMore() {
        String orderId = desk.place(limit(Side.BUY, "AAPL", "10", "90"));

        assertThat(desk.outcome(new CancelOrder(orderId))).isEqualTo("cancelled");
        desk.bar("AAPL", 2, "80");

        assertThat(desk.said(Executed.class)).isEmpty();
        assertThat(desk.last(Cancelled.class).remainingQuantity()).isEqualByComparingTo("10");
        assertThat(desk.outcome(new CancelOrder(orderId))).isEqualTo("order_not_working");
        assertThat(desk.outcome(new ModifyOrder(orderId, BigDecimal.ONE, null, null)))
                .isEqualTo("order_not_working");
        assertThat(desk.outcome(new CancelOrder("nobody's"))).isEqualTo("unknown_order");
    }

    @Test
    void aChangedOrderWorksUnderItsNewTermsFromTheNextBarOn() {
        String orderId = desk.place(limit(Side.BUY, "AAPL", "10", "90"));
        desk.ask(new ModifyOrder(orderId, new BigDecimal("20"), new BigDecimal("95"), null));

        assertThat(desk.last(Modified.class).price()).isEqualByComparingTo("95");
        assertThat(desk.last(Modified.class).revision()).isEqualTo(2);
        desk.bar("AAPL", 2, "96", "97", "94", "96", null);
        assertThat(desk.last(Executed.class).quantity()).isEqualByComparingTo("20");
        assertThat(desk.last(Executed.class).price()).isEqualByComparingTo("95");
    }

    @Test
    void theHistoryIsPagedNewestFirstAndFiltered() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(desk.place(limit(Side.BUY, "AAPL", "1", "50")));
        }
        desk.ask(new CancelOrder(placed.get(0)));

        JsonNode first = desk.result(desk.ask(history(null, 2, null)));
        JsonNode second =
                desk.result(desk.ask(history(null, 3, first.path("next_cursor").asString())));

        assertThat(ids(first)).containsExactly(placed.get(4), placed.get(3));
        assertThat(ids(second)).containsExactly(placed.get(2), placed.get(1), placed.get(0));
        assertThat(second.has("next_cursor")).isFalse();
        assertThat(ids(desk.result(desk.ask(history("cancelled", null, null)))))
                .containsExactly(placed.get(0));
        assertThat(ids(desk.result(desk.ask(history("working", null, null))))).hasSize(4);
        assertThat(desk.outcome(history("sideways", null, null))).isEqualTo("invalid_status");
        assertThat(desk.outcome(history(null, null, "'; drop table orders")))
                .isEqualTo("invalid_cursor");
    }

    @Test
    void openOrdersSurviveARestart() {
        desk.ask(limit(Side.BUY, "AAPL", "10", "90"), "before");
        desk.close();
        desk = Desk.in(dir);

        desk.bar("AAPL", 2, "85");

        assertThat(desk.last(Executed.class).price()).isEqualByComparingTo("85");
        assertThat(desk.envelopeOf(desk.last(Executed.class)).correlationId())
                .isEqualTo("correlation-of-before");
        assertThat(desk.portfolio().path("positions").path(0).path("quantity").decimalValue())
                .isEqualByComparingTo("10");
    }

    @Test
    void aBarOfNonsenseFillsNothingAndHurtsNobody() {
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.publish(Desk.barOf("AAPL", 2, "0", "0", "-5", "0", null));
        desk.publish(Desk.barOf("AAPL", 2, "100", "100", "100", "100", "-1000"));

        assertThat(desk.said(Executed.class)).isEmpty();
        assertThat(desk.bus.deadLetters()).isEmpty();
        desk.bar("AAPL", 3, "101");
        assertThat(desk.said(Executed.class)).hasSize(1);
    }

    private static PlaceOrder withClientId(String clientId, String quantity) {
        return new PlaceOrder(
                "AAPL",
                Side.BUY,
                new BigDecimal(quantity),
                null,
                null,
                null,
                null,
                clientId,
                null,
                null);
    }

    private static GetOrderHistory history(
            @Nullable String status, @Nullable Integer limit, @Nullable String cursor) {
        return new GetOrderHistory(null, "AAPL", status, limit, cursor);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("order_id").asString())
                .toList();
    }
}
