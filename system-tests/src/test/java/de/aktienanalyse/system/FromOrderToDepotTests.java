package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedSuite.class)
class FromOrderToDepotTests {

    @Test
    void anOrderFromTheSocketIsFilledBookedAndMeasured(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("trading.*", "portfolio.*", "market.bar");
            browser.await(
                    "a first bar of MSFT",
                    bar ->
                            bar.at("/data/bar_end").isString()
                                    && bar.at("/data/symbol").asString().equals("MSFT"));

            String ours = "ticket-" + UUID.randomUUID();
            String order =
                    browser.command(
                            "place_order",
                            Map.of(
                                    "symbol",
                                    "MSFT",
                                    "side",
                                    "BUY",
                                    "quantity",
                                    10,
                                    "order_type",
                                    "market",
                                    "client_order_id",
                                    ours));

            JsonNode answer = browser.answer(order);
            assertThat(answer.path("event").asString()).isEqualTo("place_order.response");
            assertThat(answer.at("/data/status").asString())
                    .as(answer.toString())
                    .isEqualTo("success");
            String orderId = answer.at("/data/result/order_id").asString();

            JsonNode created = browser.effect("trading.order_created", order);
            JsonNode filled = browser.effect("trading.order_filled", order);
            assertThat(browser.position(created)).isLessThan(browser.position(filled));
            assertThat(filled.at("/data/order_id").asString()).isEqualTo(orderId);
            assertThat(filled.at("/data/client_order_id").asString()).isEqualTo(ours);
            assertThat(filled.at("/data/quantity").decimalValue()).isEqualByComparingTo("10");

            JsonNode position = browser.effect("portfolio.position_changed", order);
            assertThat(position.at("/data/symbol").asString()).isEqualTo("MSFT");
            assertThat(position.at("/data/action").asString()).isEqualTo("buy");

            JsonNode performance = browser.effect("portfolio.performance", order);
            assertThat(performance.at("/data/portfolio_id"))
                    .isEqualTo(position.at("/data/portfolio_id"));
            assertThat(performance.at("/data/performance_metrics").has("sharpe_ratio")).isTrue();

            JsonNode depot = browser.ask("get_portfolio", Map.of()).at("/data/result");
            assertThat(holding(depot, "MSFT").path("quantity").decimalValue())
                    .isEqualByComparingTo(position.at("/data/quantity").decimalValue());
            BigDecimal spent =
                    filled.at("/data/total_value")
                            .decimalValue()
                            .add(filled.at("/data/fees").decimalValue());
            assertThat(depot.path("cash").decimalValue())
                    .isLessThanOrEqualTo(new BigDecimal("100000").subtract(spent));
        }
    }

    @Test
    void theDepotOutlivesItsService(RunningSuite suite) {
        JsonNode before;
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("trading.order_filled");
            String order =
                    browser.command(
                            "place_order",
                            Map.of(
                                    "symbol",
                                    "AAPL",
                                    "side",
                                    "BUY",
                                    "quantity",
                                    3,
                                    "order_type",
                                    "market"));
            browser.effect("trading.order_filled", order);
            before = browser.ask("get_portfolio", Map.of()).at("/data/result");
        }
        long pid = suite.process("verwaltung").pid();

        RunningSuite.Said said = suite.say("restart", "verwaltung");

        assertThat(said.exitCode()).as(said.output()).isZero();

        assertThat(suite.process("verwaltung").pid()).isNotEqualTo(pid);
        try (BrowserSocket browser = suite.socket()) {
            JsonNode after = browser.ask("get_portfolio", Map.of()).at("/data/result");
            assertThat(after.path("cash")).isEqualTo(before.path("cash"));
            assertThat(holding(after, "AAPL").path("quantity"))
                    .isEqualTo(holding(before, "AAPL").path("quantity"));
            assertThat(holding(after, "AAPL").path("average_cost"))
                    .isEqualTo(holding(before, "AAPL").path("average_cost"));
        }
    }

    @Test
    void anOrderBeyondTheCashIsRefusedWithAReason(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket()) {
            JsonNode answer =
                    browser.ask(
                            "place_order",
                            Map.of(
                                    "symbol",
                                    "IBM",
                                    "side",
                                    "BUY",
                                    "quantity",
                                    1_000_000_000,
                                    "order_type",
                                    "market"));
            assertThat(answer.at("/data/status").asString()).isEqualTo("error");
            assertThat(answer.at("/data/result/code").asString()).isEqualTo("insufficient_funds");
        }
    }

    private static JsonNode holding(JsonNode depot, String symbol) {
        for (JsonNode position : depot.path("positions")) {
            if (position.path("symbol").asString().equals(symbol)) {
                return position;
            }
        }
        throw new AssertionError("no " + symbol + " in " + depot);
    }
}
