package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.Flow.Step;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.MarketEvent;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTests {

    @Test
    void isThePageThatSaysWhatAServiceHearsAndSays() {
        assertThat(verwaltung().steps())
                .containsExactly(
                        step("react", "market.data.updated", "portfolio.position.changed"),
                        step("react", "trading.*"),
                        step("watch", "market.data.realtime", "portfolio.valuation.updated"),
                        step(
                                "obey",
                                "place_order",
                                "trading.order.created",
                                "trading.order.failed"),
                        step("obey", "get_portfolio"));
        assertThat(verwaltung().spontaneous()).containsExactly("market.data.realtime");
        assertThat(verwaltung().group()).isEqualTo("verwaltung.cross-system-sync");
    }

    @Test
    void aGroupCannotHearWhatMayBeConflated() {
        Flow flow = new Flow("auswertung.performance-analytics");

        assertThatThrownBy(() -> flow.hears(PriceUpdated.class))
                .hasMessageContaining("market.data.realtime is LATEST: watch it");
        assertThatThrownBy(() -> flow.hears(MarketEvent.class)).hasMessageContaining("watch it");
        assertThat(flow.steps()).isEmpty();
    }

    @Test
    void whatAFamilySaysIsListedRecordByRecord() {
        Flow flow = new Flow("test").hears(BarClosed.class).says(OrderEvent.class).quietly(_ -> {});

        assertThat(flow.steps().getFirst().says())
                .containsExactlyInAnyOrder(
                        "trading.order.created",
                        "trading.order.modified",
                        "trading.order.executed",
                        "trading.order.cancelled",
                        "trading.order.expired",
                        "trading.order.failed");
    }

    @Test
    void aLineWithoutAReactionIsNotOnThePage() {
        Flow flow = new Flow("test");

        Flow.Hearing<BarClosed> unfinished =
                flow.hears(BarClosed.class).says(PositionChanged.class);

        assertThat(unfinished).isNotNull();
        assertThat(flow.steps()).isEmpty();
    }

    @Test
    void drawsItself() {
        assertThat(FlowChart.of(List.of(verwaltung())))
                .isEqualTo(
                        """
                        flowchart LR
                          g0["verwaltung.cross-system-sync"]
                          e0(["market.data.updated"])
                          e1(["portfolio.position.changed"])
                          e2(["trading.*"])
                          e3(["market.data.realtime"])
                          e4(["portfolio.valuation.updated"])
                          e5(["place_order"])
                          e6(["trading.order.created"])
                          e7(["trading.order.failed"])
                          e8(["get_portfolio"])
                          e0 --> g0
                          e2 --> g0
                          e3 -. watch .-> g0
                          e5 == obey ==> g0
                          e8 == obey ==> g0
                          g0 --> e1
                          g0 --> e4
                          g0 --> e6
                          g0 --> e7
                          g0 --> e3
                        """);
    }

    private static Flow verwaltung() {
        return new Flow("verwaltung.cross-system-sync")
                .hears(BarClosed.class)
                .says(PositionChanged.class)
                .by(_ -> List.of())
                .hears(OrderEvent.class)
                .quietly(_ -> {})
                .watches(PriceUpdated.class)
                .says(ValuationUpdated.class)
                .by(_ -> {})
                .obeys(PlaceOrder.class)
                .says(OrderEvent.Created.class, OrderEvent.Failed.class)
                .by(_ -> Outcome.success("done"))
                .obeys(GetPortfolio.class)
                .answers(_ -> CommandAnswer.noData("No depot yet"))
                .says(PriceUpdated.class);
    }

    private static Step step(String verb, String hears, String... says) {
        return new Step("verwaltung.cross-system-sync", verb, hears, List.of(says));
    }
}
