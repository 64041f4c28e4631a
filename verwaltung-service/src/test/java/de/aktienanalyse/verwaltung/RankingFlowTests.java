package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.market;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.PerformanceMetrics;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingFlowTests {
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
    void answersWithTheHoldingsBestFirst() {
        hold("AAPL", "100", "90");
        hold("MSFT", "100", "130");

        desk.publish(new DataRequested("performance_rankings", "request-1"));

        DataProvided answer = desk.last(DataProvided.class);
        assertThat(answer.requestId()).isEqualTo("request-1");
        assertThat(answer.module()).isEqualTo("verwaltung");
        assertThat(answer.rows()).extracting(ModuleRow::symbol).containsExactly("MSFT", "AAPL");
        assertThat(answer.rows()).extracting(ModuleRow::rank).containsExactly(1, 2);
        // 10 × 130 = 1300 at a cost of 1002.00.
        assertThat(answer.rows().getFirst().returnPercent()).isEqualByComparingTo("29.7405");
        assertThat(answer.rows().getFirst().weight())
                .isBetween(new BigDecimal("0.012"), new BigDecimal("0.014"));
    }

    @Test
    void theReturnsOfAuswertungDecideTheRank() {
        hold("AAPL", "100", "90");
        hold("MSFT", "100", "130");
        desk.publish(
                new PerformanceUpdated(
                        Desk.DEPOT,
                        new PerformanceMetrics(null, null, null, null),
                        List.of(
                                new TopPerformer("AAPL", new BigDecimal("55.5")),
                                new TopPerformer("MSFT", new BigDecimal("12.5"))),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null));

        desk.publish(new DataRequested("performance_rankings", null));

        DataProvided answer = desk.last(DataProvided.class);
        assertThat(answer.rows()).extracting(ModuleRow::symbol).containsExactly("AAPL", "MSFT");
        assertThat(answer.rows().getFirst().returnPercent()).isEqualByComparingTo("55.5");
        assertThat(answer.requestId())
                .isEqualTo(desk.envelopeOf(desk.last(DataRequested.class)).eventId());
    }

    @Test
    void answersAlsoWhenNothingIsHeld() {
        desk.publish(new DataRequested("performance_rankings", "request-1"));

        assertThat(desk.last(DataProvided.class).rows()).isEmpty();
    }

    private void hold(String symbol, String bought, String now) {
        desk.bar(symbol, 1, bought);
        desk.place(market(Side.BUY, symbol, "10"));
        desk.bar(symbol, 2, bought);
        desk.bar(symbol, 3, now);
    }
}
