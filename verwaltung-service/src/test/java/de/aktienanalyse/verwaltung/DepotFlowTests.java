package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.limit;
import static de.aktienanalyse.verwaltung.Desk.market;
import static de.aktienanalyse.verwaltung.Desk.start;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.Command.UpdatePosition;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.PortfolioEvent.PositionAction;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.events.PortfolioEvent.TriggerReason;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import de.aktienanalyse.events.PortfolioEvent.ValueChanged;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.verwaltung.depot.Valuations;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DepotFlowTests {
    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void opensWithOneDepositDatedTheFirstBar() {
        assertThat(desk.ask(new GetPortfolio(null)).status()).isEqualTo(AnswerStatus.NO_DATA);

        desk.bar("AAPL", 1, "100");
        desk.bar("AAPL", 2, "101");
        desk.close();
        desk = Desk.in(dir);
        desk.bar("MSFT", 2, "30");

        assertThat(desk.said(CashChanged.class)).isEmpty();
        JsonNode portfolio = desk.portfolio();
        assertThat(portfolio.path("cash").decimalValue()).isEqualTo("100000.00");
        assertThat(portfolio.path("total_change").decimalValue()).isZero();
        assertThat(portfolio.path("last_updated").asString()).isEqualTo(start(1).toString());
    }

    @Test
    void theDepositSaysItsMarketTimeAndKind() {
        desk.bar("AAPL", 1, "100");

        assertThat(desk.said(CashChanged.class))
                .singleElement()
                .satisfies(deposit -> {
                    assertThat(deposit.kind()).isEqualTo(CashFlowKind.DEPOSIT);
                    assertThat(deposit.amount()).isEqualTo("100000.00");
                    assertThat(deposit.timestamp()).isEqualTo(start(1));
                    assertThat(deposit.revision()).isEqualTo(1);
                });
    }

    @Test
    void aSaleRealisesItsGainAndEveryBookingHasTheNextRevision() {
        desk.bar("AAPL", 1, "100");
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 2, "100");
        desk.place(market(Side.SELL, "AAPL", "4"));
        desk.bar("AAPL", 3, "120");

        // Bought for 1000 + 2.00; sold 4 for 480 − 1.48, cost of these 400.80: gain 77.72.
        // Left: 6 at 120 = 720, cost 601.20: gain 118.80.
        JsonNode portfolio = desk.portfolio();
        assertThat(portfolio.path("cash").decimalValue()).isEqualTo("99476.52");
        assertThat(portfolio.path("total_value").decimalValue()).isEqualTo("100196.52");
        assertThat(portfolio.path("total_change").decimalValue()).isEqualTo("196.52");
        assertThat(portfolio.path("total_change_percent").decimalValue()).isEqualTo("0.1965");
        JsonNode position = portfolio.path("positions").path(0);
        assertThat(position.path("isin").asString()).isEqualTo("US0378331005");
        assertThat(position.path("average_cost").decimalValue()).isEqualByComparingTo("100.20");
        assertThat(position.path("change").decimalValue()).isEqualTo("118.80");
        assertThat(desk.said(PositionChanged.class))
                .extracting(PositionChanged::action)
                .containsExactly(PositionAction.BUY, PositionAction.SELL);
        assertThat(desk.said(PositionChanged.class))
                .extracting(PositionChanged::revision)
                .containsExactly(2L, 3L);
    }

    @Test
    void aBookingIsValuedAtOnceAndAPriceAtMostFourTimesASecond() {
        hold10();
        ValuationUpdated booked = desk.last(ValuationUpdated.class);
        assertThat(booked.revision()).isEqualTo(2);
        assertThat(booked.positionsCount()).isEqualTo(1);
        desk.clock.pass(Duration.ofSeconds(1));
        int before = desk.said(ValuationUpdated.class).size();

        for (int i = 1; i <= 40; i++) {
            desk.price("AAPL", start(3).plusSeconds(i), Integer.toString(100 + i));
            desk.clock.pass(Duration.ofMillis(25));
        }
        desk.clock.pass(Duration.ofMillis(250));
        desk.part(Valuations.class).flush();

        assertThat(desk.said(ValuationUpdated.class).size() - before).isBetween(4, 5);
        assertThat(desk.last(ValuationUpdated.class).positions().getFirst().price())
                .isEqualByComparingTo("140");
        assertThat(desk.last(ValueChanged.class).currentValue())
                .isEqualTo(desk.last(ValuationUpdated.class).totalValue());
        assertThat(desk.last(ValueChanged.class).triggerReason())
                .isEqualTo(TriggerReason.PRICE_UPDATE);
    }

    @Test
    void aPriceOfAShareThatIsNotHeldMovesNothing() {
        hold10();
        desk.clock.pass(Duration.ofSeconds(1));
        int before = desk.said(ValuationUpdated.class).size();

        desk.price("MSFT", start(3), "30");

        assertThat(desk.said(ValuationUpdated.class)).hasSize(before);
    }

    @Test
    void anOlderPriceNeverReplacesANewerOne() {
        hold10();
        desk.price("AAPL", start(9), "150");
        desk.price("AAPL", start(8), "50");

        assertThat(desk.portfolio().path("positions").path(0).path("price").decimalValue())
                .isEqualByComparingTo("150");
        assertThat(desk.portfolio().path("positions").path(0).path("name").asString())
                .isEqualTo("AAPL Inc.");
    }

    @Test
    void refreshSaysTheDepotAnewAndAnswersWithIt() {
        hold10();
        Answered answered = desk.ask(new RefreshPortfolio(null));

        assertThat(answered.status()).isEqualTo(AnswerStatus.SUCCESS);
        assertThat(desk.result(answered).path("total_value").decimalValue())
                .isEqualTo(desk.last(ValuationUpdated.class).totalValue());
        assertThat(desk.last(ValueChanged.class).triggerReason())
                .isEqualTo(TriggerReason.MANUAL_REFRESH);
        assertThat(desk.outcome(new RefreshPortfolio("depot-9"))).isEqualTo("unknown_portfolio");
    }

    @Test
    void aCorrectionSetsQuantityAndCostWithoutAGain() {
        hold10();
        desk.ask(update("AAPL", "12", "90"));

        PositionChanged changed = desk.last(PositionChanged.class);
        assertThat(changed.action()).isEqualTo(PositionAction.UPDATE);
        assertThat(changed.executionId()).isNull();
        assertThat(changed.quantity()).isEqualByComparingTo("12");
        assertThat(changed.change()).isEqualTo("120.00");
        assertThat(desk.portfolio().path("cash").decimalValue()).isEqualTo("98998.00");

        desk.ask(update("AAPL", "0", null));
        assertThat(desk.portfolio().path("positions_count").asInt()).isZero();
    }

    @Test
    void aCorrectionIsRefusedWhenItCannotBe() {
        hold10();
        desk.place(limit(Side.SELL, "AAPL", "6", "500"));

        assertThat(desk.outcome(update("AAPL", "5", null))).isEqualTo("insufficient_position");
        assertThat(desk.outcome(update("AAPL", "-1", null))).isEqualTo("invalid_quantity");
        assertThat(desk.outcome(update("XYZ", "5", null))).isEqualTo("missing_average_cost");
        assertThat(desk.outcome(update("XYZ", "5", "0.123456789")))
                .isEqualTo("invalid_average_cost");
        assertThat(desk.said(PositionChanged.class)).hasSize(1);
    }

    @Test
    void theCostMethodOfAustriaShowsTheMovingAverage() {
        desk.close();
        desk =
                Desk.in(
                        dir,
                        "aktien.depot.cost-method",
                        "moving-average",
                        "aktien.paper.fees.fixed",
                        "0",
                        "aktien.paper.fees.rate",
                        "0");
        desk.bar("AAPL", 1, "100");
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 2, "100");
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 3, "200");
        desk.place(market(Side.SELL, "AAPL", "10"));
        desk.bar("AAPL", 4, "200");

        assertThat(desk.portfolio().path("positions").path(0).path("average_cost").decimalValue())
                .isEqualByComparingTo("150");
    }

    private void hold10() {
        desk.bar("AAPL", 1, "100");
        desk.place(market(Side.BUY, "AAPL", "10"));
        desk.bar("AAPL", 2, "100");
    }

    private static UpdatePosition update(String symbol, String quantity, @Nullable String cost) {
        return new UpdatePosition(null, symbol, new BigDecimal(quantity), Desk.dec(cost));
    }

    static List<String> symbols(JsonNode rows) {
        return rows.valueStream().map(row -> row.path("symbol").asString()).toList();
    }
}
