package de.aktienanalyse.analyse.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.analyse.TestService;
import de.aktienanalyse.analyse.feeds.TestFeeds;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTests {
    @TempDir Path folder;

    /// The bus puts up to 64 reactions into one transaction, so that several bars of a share can
    /// fail together.
    @Test
    void barsWhoseTransactionFailedAreScoredOneByOneLikeTheFirstTime() {
        List<AnalysisCompleted> undisturbed = new ArrayList<>();
        List<AnalysisCompleted> repeated = new ArrayList<>();
        try (TestService service = stored("one.db")) {
            bars(service, "KO").forEach(bar -> undisturbed.addAll(service.scoring.onBar(bar)));
        }
        try (TestService service = stored("other.db")) {
            service.transaction.executeWithoutResult(transaction -> {
                bars(service, "KO").forEach(service.scoring::onBar);
                transaction.setRollbackOnly();
            });
            bars(service, "KO").forEach(bar -> repeated.addAll(service.scoring.onBar(bar)));
            assertThat(
                            service.jdbc
                                    .sql("select count(*) from forecast")
                                    .query(Integer.class)
                                    .single())
                    .isEqualTo(6);
        }

        assertThat(undisturbed).hasSize(6);
        assertThat(repeated)
                .usingRecursiveComparison()
                .ignoringFields("completedAt")
                .isEqualTo(undisturbed);
    }

    /// Bars stored and said, but not heard yet.
    private TestService stored(String file) {
        return TestService.quiet(folder.resolve(file), TestFeeds.replay("2008-01-02", "2008-01-31"))
                .live(6);
    }

    @SuppressWarnings("unchecked")
    private static List<EventEnvelope<BarClosed>> bars(TestService service, String symbol) {
        List<EventEnvelope<BarClosed>> bars = new ArrayList<>();
        for (EventEnvelope<Event> said : service.bus.said()) {
            if (said.data() instanceof BarClosed bar && bar.symbol().equals(symbol)) {
                bars.add((EventEnvelope<BarClosed>) (EventEnvelope<?>) said);
            }
        }
        return bars;
    }

    @Test
    void anAnalysisThatIsAskedForKnowsBarsThatWereNotHeardYet() {
        try (TestService service = stored("a.db")) {
            assertThat(service.scoring.newest())
                    .filteredOn(analysis -> analysis.symbol().equals("KO"))
                    .extracting(analysis -> String.valueOf(analysis.asOf()))
                    .containsExactly("2008-01-10T00:00:00Z");
            List<AnalysisCompleted> later = new ArrayList<>();
            bars(service, "KO").forEach(bar -> later.addAll(service.scoring.onBar(bar)));
            assertThat(later).hasSize(6);
        }
    }
}
