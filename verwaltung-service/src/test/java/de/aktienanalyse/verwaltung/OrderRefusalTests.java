package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.limit;
import static de.aktienanalyse.verwaltung.Desk.market;
import static de.aktienanalyse.verwaltung.Desk.order;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.Created;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.Failed;
import de.aktienanalyse.events.OrderEvent.Modified;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.broker.WorkingOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OrderRefusalTests {
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

    @ParameterizedTest
    @CsvSource({
        "XYZ,  10,         MARKET,,    ,    , unknown_symbol,       symbol",
        "AAPL, 0,          MARKET,,    ,    , invalid_quantity,     quantity",
        "AAPL, -1,         MARKET,,    ,    , invalid_quantity,     quantity",
        "AAPL, 0.123456789,MARKET,,    ,    , invalid_quantity,     quantity",
        "AAPL, 1E+30,      MARKET,,    ,    , invalid_quantity,     quantity",
        "AAPL, 10,         LIMIT,,     ,    , missing_price,        price",
        "AAPL, 10,         LIMIT,0,    ,    , invalid_price,        price",
        "AAPL, 10,         MARKET,100, ,    , unexpected_price,     price",
        "AAPL, 10,         STOP,,      ,    , missing_stop_price,   stop_price",
        "AAPL, 10,         STOP_LIMIT,100,, , missing_stop_price,   stop_price",
        "AAPL, 10,         LIMIT,100,  ,GTD , missing_expire_time,  expire_time",
        "AAPL, 1000,       MARKET,,    ,    , insufficient_funds,   quantity",
    })
    void aRefusalNamesItsCodeAndField(
            String symbol,
            String quantity,
            OrderType type,
            @Nullable String price,
            @Nullable String stop,
            @Nullable TimeInForce timeInForce,
            String code,
            String field) {
        JsonNode result =
                desk.result(
                        desk.ask(
                                order(Side.BUY, symbol, quantity, type, price, stop, timeInForce)));

        assertThat(result.path("code").asString()).isEqualTo(code);
        assertThat(result.path("field").asString()).isEqualTo(field);
        assertThat(desk.said(OrderEvent.class)).isEmpty();
    }

    @Test
    void cashOfOpenBuyOrdersIsNotPromisedTwice() {
        desk.place(limit(Side.BUY, "AAPL", "600", "100"));

        assertThat(desk.outcome(limit(Side.BUY, "AAPL", "600", "100")))
                .isEqualTo("insufficient_funds");
        JsonNode portfolio = desk.portfolio();
        assertThat(portfolio.path("buying_power").decimalValue()).isEqualByComparingTo("39939.00");
        assertThat(portfolio.path("cash").decimalValue()).isEqualByComparingTo("100000.00");
        assertThat(desk.outcome(limit(Side.BUY, "AAPL", "300", "100"))).isEqualTo("accepted");
    }

    @Test
    void sharesOfOpenSellOrdersAreNotPromisedTwice() {
        assertThat(desk.outcome(market(Side.SELL, "AAPL", "1"))).isEqualTo("insufficient_position");
        buy(10);
        String sell = desk.place(limit(Side.SELL, "AAPL", "7", "200"));

        assertThat(desk.outcome(market(Side.SELL, "AAPL", "4"))).isEqualTo("insufficient_position");
        assertThat(desk.outcome(market(Side.SELL, "AAPL", "3"))).isEqualTo("accepted");
        desk.ask(new CancelOrder(sell));
        assertThat(desk.outcome(market(Side.SELL, "AAPL", "7"))).isEqualTo("accepted");
    }

    @Test
    void aFillThatCannotBePaidFailsInsteadOfOverdrawing() {
        desk.place(market(Side.BUY, "AAPL", "940"));
        desk.bar("AAPL", 2, "150");

        assertThat(desk.said(Executed.class)).isEmpty();
        Failed failed = desk.last(Failed.class);
        assertThat(failed.errorCode()).isEqualTo("insufficient_funds");
        assertThat(desk.portfolio().path("cash").decimalValue()).isEqualByComparingTo("100000.00");
        assertThat(desk.portfolio().path("open_orders").asInt()).isZero();
    }

    @Test
    void aChangeThatCannotBePaidIsRefusedAndChangesNothing() {
        String orderId = desk.place(limit(Side.BUY, "AAPL", "10", "90"));

        assertThat(desk.outcome(new ModifyOrder(orderId, new BigDecimal("2000"), null, null)))
                .isEqualTo("insufficient_funds");
        assertThat(desk.outcome(new ModifyOrder(orderId, null, null, new BigDecimal("5"))))
                .isEqualTo("unexpected_stop_price");
        assertThat(desk.outcome(new ModifyOrder(orderId, null, null, null)))
                .isEqualTo("nothing_to_change");
        assertThat(desk.said(Modified.class)).isEmpty();
    }

    @Test
    void whatTheBrokerRefusesIsAnsweredAndRemembered() {
        desk.close();
        desk = Desk.in(dir, new RefusingBroker());
        JsonNode answer = desk.result(desk.ask(market(Side.BUY, "AAPL", "10")));

        assertThat(answer.path("code").asString()).isEqualTo("halted");
        assertThat(desk.said(Created.class)).hasSize(1);
        assertThat(desk.last(Failed.class).errorCode()).isEqualTo("halted");
        assertThat(ids(desk.result(desk.ask(history("rejected", null, null)))))
                .containsExactly(desk.last(Failed.class).orderId());
        assertThat(desk.portfolio().path("buying_power").decimalValue()).isEqualTo("100000.00");
    }

    private static final class RefusingBroker implements Broker {
        @Override
        public String name() {
            return "refusing";
        }

        @Override
        public Receipt place(WorkingOrder order) {
            return new Receipt.Rejected("halted", "Trading is halted");
        }

        @Override
        public BigDecimal fees(BigDecimal quantity, BigDecimal value) {
            return BigDecimal.ZERO;
        }
    }

    private void buy(int quantity) {
        desk.place(market(Side.BUY, "AAPL", Integer.toString(quantity)));
        desk.bar("AAPL", 2, "100");
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
