package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.market;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.CrossSystemEvent.Recommended;
import de.aktienanalyse.events.OrderEvent.Created;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WatchlistFlowTests {
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
    void onlyABuyAboveFifteenIsPutOnTheWatchlist() {
        desk.bar("AAPL", 1, "100");
        desk.publish(analysis("AAPL", "15", Recommendation.BUY));
        desk.publish(analysis("MSFT", "18.5", Recommendation.HOLD));
        desk.publish(analysis("NVDA", "15.1", Recommendation.BUY));

        assertThat(watched()).containsExactly("NVDA");
        JsonNode entry = desk.portfolio().path("watchlist").path(0);
        assertThat(entry.path("score").decimalValue()).isEqualByComparingTo("15.1");
        assertThat(entry.path("source").asString()).isEqualTo("analysis");
    }

    @Test
    void aWatchedShareShowsItsNewestScore() {
        desk.bar("AAPL", 1, "100");
        desk.publish(analysis("NVDA", "18", Recommendation.BUY));
        desk.publish(analysis("NVDA", "9", Recommendation.HOLD));

        JsonNode entry = desk.portfolio().path("watchlist").path(0);
        assertThat(entry.path("score").decimalValue()).isEqualByComparingTo("9");
        assertThat(entry.path("recommendation").asString()).isEqualTo("HOLD");
    }

    @Test
    void theOrchestratorsAutoImportIsFollowedAndItsOtherActionsAreNot() {
        desk.bar("AAPL", 1, "100");
        desk.publish(recommended("NVDA", Action.AUTO_IMPORT));
        desk.publish(recommended("MSFT", Action.BUY));

        assertThat(watched()).containsExactly("NVDA");
    }

    @Test
    void nothingIsOrderedUnlessTheOwnerAllowedIt() {
        desk.bar("AAPL", 1, "100");
        desk.publish(analysis("AAPL", "18", Recommendation.BUY));

        assertThat(desk.said(Created.class)).isEmpty();
    }

    @Test
    void whenAllowedItOrdersOnceForWhatTheLimitBuys() {
        allow("aktien.auto-order.max-value", "1050");
        desk.bar("AAPL", 1, "100");
        desk.publish(analysis("AAPL", "18", Recommendation.BUY));
        desk.publish(analysis("AAPL", "19", Recommendation.BUY));
        desk.publish(recommended("AAPL", Action.AUTO_IMPORT));

        assertThat(desk.said(Created.class))
                .singleElement()
                .satisfies(created -> {
                    assertThat(created.quantity()).isEqualByComparingTo("10");
                    assertThat(created.side()).isEqualTo(Side.BUY);
                    assertThat(desk.envelopeOf(created).actor()).isEqualTo("auto-import");
                    assertThat(
                                    desk.portfolio()
                                            .path("watchlist")
                                            .path(0)
                                            .path("order_id")
                                            .asString())
                            .isEqualTo(created.orderId());
                });
    }

    @Test
    void aReplayedScoreIsNeverOrdered() {
        allow();
        desk.bar("AAPL", 1, "100");
        desk.replay(analysis("AAPL", "18", Recommendation.BUY));

        assertThat(desk.said(Created.class)).isEmpty();
        assertThat(watched()).containsExactly("AAPL");
    }

    @Test
    void theDailyLimitHoldsAndTheNextDayIsNew() {
        allow("aktien.auto-order.max-per-day", "2");
        for (String symbol : List.of("A", "B", "C", "D")) {
            desk.bar(symbol, 1, "100");
        }
        for (String symbol : List.of("A", "B", "C")) {
            desk.publish(analysis(symbol, "18", Recommendation.BUY));
        }
        assertThat(desk.said(Created.class)).extracting(Created::symbol).containsExactly("A", "B");
        assertThat(desk.portfolio().path("watchlist").path(2).path("note").asString())
                .contains("limit of 2 a day");

        desk.clock.pass(Duration.ofDays(1));
        desk.publish(analysis("D", "18", Recommendation.BUY));
        assertThat(desk.said(Created.class)).hasSize(3);
    }

    @Test
    void whatIsHeldOrTooDearIsNotOrdered() {
        allow();
        desk.bar("AAPL", 1, "100");
        desk.bar("DEAR", 1, "2000");
        desk.place(market(Side.BUY, "AAPL", "1"));
        desk.publish(analysis("AAPL", "18", Recommendation.BUY));
        desk.publish(analysis("DEAR", "18", Recommendation.BUY));
        desk.publish(analysis("UNKNOWN", "18", Recommendation.BUY));

        assertThat(desk.said(Created.class)).hasSize(1);
        assertThat(desk.bus.deadLetters()).isEmpty();
    }

    private void allow(String... limits) {
        List<String> settings = new ArrayList<>(List.of("aktien.auto-order.enabled", "true"));
        settings.addAll(List.of(limits));
        desk.close();
        desk = Desk.in(dir, settings.toArray(String[]::new));
    }

    private List<String> watched() {
        return DepotFlowTests.symbols(desk.portfolio().path("watchlist"));
    }

    private static AnalysisCompleted analysis(
            String symbol, String score, Recommendation recommendation) {
        return new AnalysisCompleted(
                "analysis-" + symbol,
                symbol,
                new BigDecimal(score),
                new BigDecimal("0.87"),
                null,
                recommendation,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static IntelligenceTriggered recommended(String symbol, Action action) {
        return new IntelligenceTriggered(
                "performance_comparison",
                null,
                new Recommended(
                        action, symbol, "outperforms_worst_position", new BigDecimal("0.92")),
                List.of("verwaltung"),
                null,
                null,
                null);
    }
}
