package de.aktienanalyse.verwaltung.broker;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.verwaltung.Figures;
import de.aktienanalyse.verwaltung.broker.BarResult.Fill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class PaperBrokerTests {
    private static final FeeTable FEES =
            new FeeTable(dec("1.00"), dec("0.001"), dec("0"), dec("0"), null);
    private final PaperBroker broker = broker("0", "0");

    @TestFactory
    List<DynamicTest> fillsAtThePricesOfLean() {
        return Figures.ofKind("fill-model").stream()
                .filter(figure -> figure.at("/inputs/bar/open").isNumber())
                .filter(figure -> figure.at("/expected/status").asString().equals("FILLED"))
                .map(figure ->
                        DynamicTest.dynamicTest(
                                figure.path("name").asString(), () -> fillsAsExpected(figure)))
                .toList();
    }

    private void fillsAsExpected(JsonNode figure) {
        JsonNode order = figure.at("/inputs/order");
        JsonNode bar = figure.at("/inputs/bar");
        boolean stop = order.path("type").asString().equals("STOP");
        BigDecimal price = order.path("price").decimalValue();
        WorkingOrder working =
                order(
                        Side.valueOf(order.path("side").asString()),
                        OrderType.valueOf(order.path("type").asString()),
                        order.path("quantity").asString(),
                        stop ? null : price,
                        stop ? price : null);
        Fill fill =
                filled(
                        broker,
                        working,
                        bar(
                                bar.path("open").decimalValue(),
                                bar.path("high").decimalValue(),
                                bar.path("low").decimalValue(),
                                bar.path("close").decimalValue(),
                                null));

        assertThat(fill.price())
                .isEqualByComparingTo(figure.at("/expected/fill_price").decimalValue());
        assertThat(fill.quantity())
                .isEqualByComparingTo(figure.at("/expected/fill_quantity").decimalValue());
    }

    @Test
    void aStopSellFillsAtTheOpenWhenThePriceGapsThroughIt() {
        JsonNode figure = Figures.named("fill-nautilus-stop-gap");

        Fill fill =
                filled(
                        broker,
                        order(Side.SELL, OrderType.STOP, "10", null, dec("100")),
                        bar(dec("90"), dec("92"), dec("88"), dec("91"), null));

        assertThat(fill.price())
                .isEqualByComparingTo(figure.at("/expected/fill_price").decimalValue());
    }

    @Test
    void touchingTheLimitIsNoFill() {
        BarClosed touching = bar(dec("102"), dec("103"), dec("100"), dec("102"), null);

        assertThat(
                        broker.onBar(
                                        order(Side.BUY, OrderType.LIMIT, "10", dec("100"), null),
                                        touching)
                                .fill())
                .isNull();
        assertThat(
                        broker.onBar(
                                        order(Side.SELL, OrderType.LIMIT, "10", dec("103"), null),
                                        touching)
                                .fill())
                .isNull();
    }

    @Test
    void aSellLimitFillsAtTheOpenAboveIt() {
        Fill fill =
                filled(
                        broker,
                        order(Side.SELL, OrderType.LIMIT, "10", dec("100"), null),
                        bar(dec("104"), dec("105"), dec("99"), dec("101"), null));

        assertThat(fill.price()).isEqualByComparingTo("104");
    }

    @Test
    void aMarketOrderFillsAtTheOpenAndAtItsTime() {
        BarClosed bar = bar(dec("102"), dec("103"), dec("100"), dec("101"), null);

        Fill fill = filled(broker, order(Side.BUY, OrderType.MARKET, "10", null, null), bar);

        assertThat(fill.price()).isEqualByComparingTo("102");
        assertThat(fill.at()).isEqualTo(bar.barStart());
    }

    @Test
    void whereOnlyTheCloseIsKnownItIsTheOnlyPriceThatFills() {
        BarClosed bar = bar(null, null, null, dec("101"), null);

        Fill market = filled(broker, order(Side.BUY, OrderType.MARKET, "10", null, null), bar);
        assertThat(market.price()).isEqualByComparingTo("101");
        assertThat(market.at()).isBefore(bar.barEnd()).isAfter(bar.barStart());
        assertThat(
                        filled(
                                        broker,
                                        order(Side.BUY, OrderType.LIMIT, "10", dec("105"), null),
                                        bar)
                                .price())
                .isEqualByComparingTo("101");
        assertThat(
                        broker.onBar(order(Side.BUY, OrderType.LIMIT, "10", dec("100"), null), bar)
                                .fill())
                .isNull();
        assertThat(
                        filled(broker, order(Side.BUY, OrderType.STOP, "10", null, dec("100")), bar)
                                .price())
                .isEqualByComparingTo("101");
    }

    @Test
    void aStopLimitThatGapsOverItsLimitIsTriggeredButNotFilled() {
        BarResult result =
                broker.onBar(
                        order(Side.BUY, OrderType.STOP_LIMIT, "10", dec("101"), dec("100")),
                        bar(dec("103"), dec("105"), dec("102"), dec("104"), null));

        assertThat(result.triggered()).isTrue();
        assertThat(result.fill()).isNull();
    }

    /// The low of 95 may have come before the stop at 100 was reached: it must not fill the limit
    /// at 97.
    @Test
    void aPriceThatMayHaveComeBeforeTheTriggerDoesNotFillAStopLimit() {
        WorkingOrder order = order(Side.BUY, OrderType.STOP_LIMIT, "10", dec("97"), dec("100"));

        assertThat(broker.onBar(order, bar(dec("98"), dec("101"), dec("95"), dec("99"), null)))
                .isEqualTo(new BarResult(true, null));
        assertThat(
                        filled(
                                        broker,
                                        order,
                                        bar(dec("98"), dec("101"), dec("95"), dec("96"), null))
                                .price())
                .isEqualByComparingTo("97");
    }

    @Test
    void aFillTakesAtMostTheAllowedPartOfTheVolume() {
        WorkingOrder order = order(Side.BUY, OrderType.MARKET, "100", null, null);
        WorkingOrder whole =
                new WorkingOrder(
                        "o",
                        "AAPL",
                        Side.BUY,
                        OrderType.MARKET,
                        dec("100"),
                        null,
                        null,
                        false,
                        true);

        assertThat(filledOf(order, "1019")).isEqualByComparingTo("25");
        assertThat(filledOf(order, "4000")).isEqualByComparingTo("100");
        assertThat(filledOf(order, null)).isEqualByComparingTo("100");
        assertThat(fillOf(order, "0")).isNull();
        assertThat(fillOf(whole, "1000")).isNull();
    }

    @Test
    void slippageIsNeverInTheUsersFavour() {
        PaperBroker slipping = broker("0.001", "0.1");
        BarClosed bar = bar(dec("100.00"), dec("103"), dec("98"), dec("101"), dec("1000"));

        // 0.001 + (20 / 1000)² × 0.1 = 0.00104
        assertThat(
                        filled(slipping, order(Side.BUY, OrderType.MARKET, "20", null, null), bar)
                                .price())
                .isEqualByComparingTo("100.104");
        assertThat(
                        filled(slipping, order(Side.SELL, OrderType.MARKET, "20", null, null), bar)
                                .price())
                .isEqualByComparingTo("99.896");
        assertThat(
                        filled(
                                        slipping,
                                        order(Side.BUY, OrderType.LIMIT, "20", dec("100"), null),
                                        bar)
                                .price())
                .isEqualByComparingTo("100");
    }

    @Test
    void feesAreThoseOfInteractiveBrokersWithItsTable() {
        JsonNode figure = Figures.named("fee-ib-equity");
        FeeTable table =
                new FeeTable(
                        dec("0"),
                        dec("0"),
                        figure.at("/inputs/per_share").decimalValue(),
                        figure.at("/inputs/minimum").decimalValue(),
                        null);
        for (int i = 0; i < 2; i++) {
            BigDecimal quantity = figure.at("/inputs/orders/" + i + "/quantity").decimalValue();
            BigDecimal price = figure.at("/inputs/orders/" + i + "/price").decimalValue();
            assertThat(table.of(quantity, quantity.multiply(price)))
                    .isEqualByComparingTo(figure.at("/expected/fees_usd/" + i).decimalValue());
        }
    }

    @Test
    void theDefaultFeeIsOneAndATenthOfAPercentWithinItsBounds() {
        assertThat(FEES.of(dec("10"), dec("1825.00"))).isEqualByComparingTo("2.825");
        assertThat(
                        new FeeTable(dec("1"), dec("0.001"), dec("0"), dec("5"), dec("20"))
                                .of(dec("1"), dec("1")))
                .isEqualByComparingTo("5");
        assertThat(
                        new FeeTable(dec("1"), dec("0.001"), dec("0"), dec("5"), dec("20"))
                                .of(dec("1"), dec("1000000")))
                .isEqualByComparingTo("20");
    }

    private @Nullable Fill fillOf(WorkingOrder order, @Nullable String volume) {
        BigDecimal traded = volume == null ? null : dec(volume);
        return broker.onBar(order, bar(dec("100"), dec("103"), dec("98"), dec("101"), traded))
                .fill();
    }

    private BigDecimal filledOf(WorkingOrder order, @Nullable String volume) {
        return Objects.requireNonNull(fillOf(order, volume)).quantity();
    }

    private static Fill filled(PaperBroker broker, WorkingOrder order, BarClosed bar) {
        return Objects.requireNonNull(broker.onBar(order, bar).fill());
    }

    private static PaperBroker broker(String slippage, String priceImpact) {
        return new PaperBroker(
                new PaperSettings(dec(slippage), dec(priceImpact), dec("0.025"), FEES));
    }

    private static WorkingOrder order(
            Side side,
            OrderType type,
            String quantity,
            @Nullable BigDecimal limit,
            @Nullable BigDecimal stop) {
        return new WorkingOrder("o", "AAPL", side, type, dec(quantity), limit, stop, false, false);
    }

    private static BarClosed bar(
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            BigDecimal close,
            @Nullable BigDecimal volume) {
        return new BarClosed(
                "AAPL",
                null,
                Instant.parse("2012-05-10T00:00:00Z"),
                Instant.parse("2012-05-11T00:00:00Z"),
                "P1D",
                open,
                high,
                low,
                close,
                volume,
                "USD",
                "replay",
                true,
                false);
    }

    private static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }
}
