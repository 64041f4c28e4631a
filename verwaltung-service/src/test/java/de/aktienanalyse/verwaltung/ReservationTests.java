package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.limit;
import static de.aktienanalyse.verwaltung.Desk.market;
import static de.aktienanalyse.verwaltung.Desk.order;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.OrderEvent.Modified;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReservationTests {
    private static final BigDecimal RATE = new BigDecimal("0.001");

    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
        desk.bar("AAPL", 1, "100");
        desk.bar("MSFT", 1, "30");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void whatIsFreeIsCashWithoutWhatEachOpenBuyStillNeeds() {
        String orderId = desk.place(limit(Side.BUY, "AAPL", "60", "100"));
        // 60 × 100, and 1.00 + 0.1 % of it.
        assertThat(held()).isEqualByComparingTo("6007.00");

        desk.ask(new ModifyOrder(orderId, new BigDecimal("80"), new BigDecimal("110"), null));
        assertThat(held()).isEqualByComparingTo("8809.80");

        desk.bar("AAPL", 2, "100", "100", "100", "100", "1000");
        // 25 are bought for 2500 and 3.50 of fees; 55 × 110 are left, and 6.05 of fees.
        assertThat(held()).isEqualByComparingTo("6056.05");

        desk.ask(new CancelOrder(orderId));
        assertThat(held()).isZero();

        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.place(market(Side.SELL, "AAPL", "25"));
        assertThat(held()).isEqualByComparingTo("1052.05");
        desk.bar("AAPL", 3, "100");
        assertThat(held()).isZero();
    }

    /// The fixed seed leads through every way in which an order can go on.
    @Test
    void isTheSumOverTheOrdersThemselvesWhateverHappens() {
        Random random = new Random(20120501);
        List<String> placed = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            step(random, step, placed);
            assertThat(held()).as("step %d", step).isEqualByComparingTo(fromTheOrders("1.00"));
        }

        assertThat(desk.said(Executed.class))
                .extracting(Executed::executionStatus)
                .contains(ExecutionStatus.PARTIALLY_FILLED, ExecutionStatus.FILLED);
        assertThat(desk.said(Cancelled.class)).isNotEmpty();
        assertThat(desk.said(Expired.class)).isNotEmpty();
        assertThat(desk.said(Modified.class)).isNotEmpty();
        assertThat(desk.bus.deadLetters()).isEmpty();
        assertThat(fromTheOrders("1.00")).isPositive();
        assertThat(
                        jdbc().sql(
                                        "select count(*) from orders where held_cash <> 0"
                                                + " and (working = 0 or side = 'SELL')")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void aChangeOfAnOrderMayUseWhatTheOrderItselfHoldsBack() {
        String orderId = desk.place(limit(Side.BUY, "AAPL", "900", "100"));

        assertThat(desk.outcome(limit(Side.BUY, "MSFT", "900", "30")))
                .isEqualTo("insufficient_funds");
        assertThat(desk.outcome(new ModifyOrder(orderId, new BigDecimal("990"), null, null)))
                .isEqualTo("accepted");
        assertThat(held()).isEqualByComparingTo("99100.00");
    }

    @Test
    void sharesAreHeldBackPerSymbol() {
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.place(market(Side.BUY, "MSFT", "10"));
        desk.bar("AAPL", 2, "100");
        desk.bar("MSFT", 2, "30");
        desk.place(limit(Side.SELL, "AAPL", "8", "200"));

        assertThat(desk.outcome(limit(Side.SELL, "AAPL", "3", "200")))
                .isEqualTo("insufficient_position");
        assertThat(desk.outcome(limit(Side.SELL, "MSFT", "10", "200"))).isEqualTo("accepted");
        assertThat(desk.outcome(limit(Side.SELL, "AAPL", "2", "200"))).isEqualTo("accepted");
    }

    /// As after the migration, which knows no fees.
    @Test
    void aStartFillsInWhatOrdersFromBeforeTheColumnHoldBack() {
        desk.place(limit(Side.BUY, "AAPL", "600", "100"));
        desk.place(limit(Side.BUY, "AAPL", "100", "99"));
        desk.place(limit(Side.BUY, "MSFT", "500", "29"));
        desk.bar("AAPL", 2, "99.5", "99.5", "99.5", "99.5", "1000");
        jdbc().sql("update orders set held_cash = 0").update();
        assertThat(held()).isZero();

        reopen();

        assertThat(held()).isEqualByComparingTo(fromTheOrders("1.00"));
        assertThat(held()).isGreaterThan(new BigDecimal("80000"));
        assertThat(desk.outcome(limit(Side.BUY, "MSFT", "1000", "30")))
                .isEqualTo("insufficient_funds");
    }

    @Test
    void aStartWithOtherFeesHoldsBackOthers() {
        desk.place(limit(Side.BUY, "AAPL", "60", "100"));
        desk.place(limit(Side.BUY, "AAPL", "60", "100"));

        reopen("aktien.paper.fees.fixed", "9.00");

        assertThat(held()).isEqualByComparingTo("12030.00");
        assertThat(held()).isEqualByComparingTo(fromTheOrders("9.00"));
    }

    private void step(Random random, int step, List<String> placed) {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                var answer = desk.result(desk.ask(any(random)));
                if (answer.has("order_id")) {
                    placed.add(answer.path("order_id").asString());
                }
            }
            case 4, 5 -> desk.ask(change(random, placed));
            case 6 -> desk.ask(new CancelOrder(one(random, placed)));
            default -> bar(random, step + 2);
        }
    }

    private static PlaceOrder any(Random random) {
        boolean apple = random.nextBoolean();
        Side side = random.nextInt(4) == 0 ? Side.SELL : Side.BUY;
        OrderType type = random.nextInt(3) == 0 ? OrderType.MARKET : OrderType.LIMIT;
        return order(
                side,
                apple ? "AAPL" : "MSFT",
                // Parts of a share, so that there is something to round.
                random.nextInt(1, 60) + (random.nextInt(4) == 0 ? ".333" : ""),
                type,
                type == OrderType.LIMIT ? price(random, apple) : null,
                null,
                TimeInForce.values()[random.nextInt(TimeInForce.values().length)]);
    }

    private static ModifyOrder change(Random random, List<String> placed) {
        return new ModifyOrder(
                one(random, placed), new BigDecimal(random.nextInt(1, 60)), null, null);
    }

    private void bar(Random random, int day) {
        boolean apple = random.nextBoolean();
        String price = price(random, apple);
        String volume = random.nextInt(3) == 0 ? null : "" + random.nextInt(2000);
        desk.bar(apple ? "AAPL" : "MSFT", day, price, price, price, price, volume);
    }

    private static String price(Random random, boolean apple) {
        return (apple ? 90 : 25) + random.nextInt(15) + "." + random.nextInt(10, 100);
    }

    private static String one(Random random, List<String> placed) {
        return placed.isEmpty()
                ? "nobody's"
                : placed.get(placed.size() - 1 - random.nextInt(Math.min(12, placed.size())));
    }

    private void reopen(String... settings) {
        desk.close();
        desk = Desk.in(dir, settings);
        // Time and chance start anew with the desk; at the same instant they would repeat an order
        // id.
        desk.clock.pass(Duration.ofHours(1));
    }

    private JdbcClient jdbc() {
        return desk.part(JdbcClient.class);
    }

    private BigDecimal held() {
        var portfolio = desk.portfolio();
        return portfolio
                .path("cash")
                .decimalValue()
                .subtract(portfolio.path("buying_power").decimalValue());
    }

    /// What the service has in a column, computed from all else that is known of the orders.
    private BigDecimal fromTheOrders(String fixedFee) {
        return jdbc()
                .sql("select * from orders where side = 'BUY' and working = 1")
                .query((row, _) -> needed(row, new BigDecimal(fixedFee)))
                .list()
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal needed(ResultSet row, BigDecimal fixedFee) throws SQLException {
        BigDecimal left =
                new BigDecimal(row.getString("quantity"))
                        .subtract(new BigDecimal(row.getString("filled")));
        BigDecimal value = left.multiply(new BigDecimal(row.getString("reserve_price")));
        BigDecimal fees =
                fixedFee.add(
                                RATE.multiply(
                                        value.add(new BigDecimal(row.getString("filled_value")))))
                        .subtract(new BigDecimal(row.getString("fees")));
        return value.add(fees.max(BigDecimal.ZERO)).setScale(2, RoundingMode.HALF_UP);
    }
}
