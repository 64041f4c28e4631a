package de.aktienanalyse.verwaltung.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.verwaltung.Figures;
import de.aktienanalyse.verwaltung.depot.Holding.ClosedLot;
import de.aktienanalyse.verwaltung.depot.Holding.Sale;
import de.aktienanalyse.verwaltung.depot.Holding.Taken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HoldingTests {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant DAY = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void fifoAndMovingAverageAreThoseOfPortfolioPerformanceToTheCent() {
        JsonNode figure = Figures.named("cost-fifo-vs-average-2");
        JsonNode expected = figure.path("expected");
        BigDecimal price = figure.at("/inputs/valuation_price").decimalValue();

        Holding holding = booked(figure);

        assertThat(holding.cost(CostMethod.FIFO)).isEqualTo(money(expected.path("cost_fifo")));
        assertThat(holding.cost(CostMethod.MOVING_AVERAGE))
                .isEqualTo(money(expected.path("cost_moving_average")));
        assertThat(holding.realisedFifo()).isEqualTo(money(expected.path("realized_fifo")));
        assertThat(holding.realisedAverage())
                .isEqualTo(money(expected.path("realized_moving_average")));
        assertThat(holding.unrealised(price, CostMethod.FIFO))
                .isEqualTo(money(expected.path("unrealized_fifo")));
        assertThat(holding.unrealised(price, CostMethod.MOVING_AVERAGE))
                .isEqualTo(money(expected.path("unrealized_moving_average")));
    }

    @Test
    void noCentStaysBehindWhenAllIsSold() {
        Holding holding = booked(Figures.named("cost-rounding-cleared-when-flat"));

        assertThat(holding.quantity()).isZero();
        assertThat(holding.cost(CostMethod.FIFO)).isEqualTo(money("0"));
        assertThat(holding.cost(CostMethod.MOVING_AVERAGE)).isEqualTo(money("0"));
    }

    @Test
    void aTransferBetweenOwnDepotsKeepsTheCost() {
        JsonNode expected = Figures.named("gains-depot-transfer-keeps-cost").path("expected");

        Holding first = none().buy("in", dec("10"), money("1000"), DAY);
        Holding left = first.sell(dec("5"), money("500"), DAY).rest();
        Taken transfer = left.take(dec("5"));
        Holding second = none().withLots(transfer.lots());

        assertThat(second.unrealised(dec("120"), CostMethod.FIFO))
                .isEqualTo(money(expected.path("unrealized_fifo")));
        assertThat(transfer.rest().realisedFifo()).isEqualTo(money("0"));
    }

    @Test
    void theFeeOfAPurchaseIsPartOfItsCost() {
        JsonNode figure = Figures.named("wealthfolio-usd-buy-fee-in-average");

        Holding holding = none().buy("b", dec("10"), money("1010"), DAY);

        assertThat(holding.averageCost(CostMethod.FIFO))
                .isEqualByComparingTo(figure.at("/expected/average_cost").decimalValue());
        assertThat(holding.cost(CostMethod.FIFO))
                .isEqualTo(money(figure.at("/expected/total_cost_basis")));
    }

    @Test
    void aWholeTradeEarnsWhatPortfolioPerformanceSays() {
        JsonNode expected = Figures.named("trade-long-full").path("expected");

        Sale sale = none().buy("b", dec("5"), money("500"), DAY).sell(dec("5"), money("900"), DAY);

        ClosedLot closed = sale.closed().getFirst();
        assertThat(closed.gain()).isEqualTo(money(expected.path("profit_loss")));
        assertThat(rate(closed.gain(), closed.part().cost()))
                .isEqualByComparingTo(expected.path("return").decimalValue());
    }

    @Test
    void aPartSaleSplitsALotIntoAClosedAndAnOpenTrade() {
        JsonNode closed = Figures.named("trade-long-partial").at("/expected/closed");
        JsonNode open = Figures.named("trade-long-partial").at("/expected/open");

        Sale sale = none().buy("b", dec("5"), money("500"), DAY).sell(dec("3"), money("540"), DAY);

        ClosedLot part = sale.closed().getFirst();
        assertThat(part.part().quantity())
                .isEqualByComparingTo(closed.path("shares").decimalValue());
        assertThat(part.part().cost()).isEqualTo(money(closed.path("entry")));
        assertThat(part.proceeds()).isEqualTo(money(closed.path("exit")));
        assertThat(part.gain()).isEqualTo(money(closed.path("profit_loss")));
        Holding rest = sale.rest();
        assertThat(rest.quantity()).isEqualByComparingTo(open.path("shares").decimalValue());
        assertThat(rest.cost(CostMethod.FIFO)).isEqualTo(money(open.path("entry")));
        assertThat(rest.unrealised(dec("210"), CostMethod.FIFO))
                .isEqualTo(money(open.path("profit_loss")));
    }

    @Test
    void sellingMoreThanIsHeldIsRefused() {
        Holding holding = none().buy("b", dec("5"), money("500"), DAY);

        assertThatThrownBy(() -> holding.sell(dec("6"), money("1"), DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneCurrencyIsNeverAddedToAnother() {
        assertThatThrownBy(() -> money("1").plus(Money.of(dec("1"), Currency.getInstance("USD"))))
                .hasMessageContaining("Convert USD to EUR");
    }

    /// Whatever is bought and sold: what came in minus what went out is the gain, to the cent.
    @Test
    void noCentIsEverLostOrMade() {
        Random random = new Random(42);
        for (int run = 0; run < 200; run++) {
            Holding holding = none();
            BigDecimal spent = BigDecimal.ZERO;
            for (int step = 0; step < 30; step++) {
                BigDecimal quantity =
                        BigDecimal.valueOf(1 + random.nextInt(5_000), random.nextInt(5));
                Money amount =
                        money(BigDecimal.valueOf(random.nextInt(100_000), 2).toPlainString());
                if (random.nextBoolean() || holding.quantity().compareTo(quantity) < 0) {
                    holding = holding.buy("l" + step, quantity, amount, DAY.plusSeconds(step));
                    spent = spent.add(amount.amount());
                } else {
                    holding = holding.sell(quantity, amount, DAY.plusSeconds(step)).rest();
                    spent = spent.subtract(amount.amount());
                }
                BigDecimal left = spent;
                for (CostMethod method : CostMethod.values()) {
                    assertThat(holding.cost(method).minus(holding.realised(method)).amount())
                            .isEqualByComparingTo(left);
                }
            }
        }
    }

    private static Holding booked(JsonNode figure) {
        Holding holding = none();
        int number = 0;
        for (JsonNode row : figure.at("/inputs/transactions")) {
            Instant at =
                    LocalDate.parse(row.path("date").asString())
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC);
            BigDecimal shares = row.path("shares").decimalValue();
            Money amount = money(row.path("amount"));
            holding =
                    row.path("type").asString().equals("BUY")
                            ? holding.buy("lot-" + number++, shares, amount, at)
                            : holding.sell(shares, amount, at).rest();
        }
        return holding;
    }

    private static BigDecimal rate(Money gain, Money cost) {
        return gain.amount().divide(cost.amount(), 4, RoundingMode.HALF_UP);
    }

    private static Holding none() {
        return Holding.none("AAPL", null, EUR);
    }

    private static Money money(JsonNode number) {
        return Money.of(number.decimalValue(), EUR);
    }

    private static Money money(String number) {
        return Money.of(dec(number), EUR);
    }

    private static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }
}
