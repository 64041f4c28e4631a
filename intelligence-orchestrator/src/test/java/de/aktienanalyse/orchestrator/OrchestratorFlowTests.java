package de.aktienanalyse.orchestrator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.AnalysisResults;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.CrossSystemEvent.Recommended;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.orchestrator.correlation.Correlation;
import de.aktienanalyse.orchestrator.decision.DecisionRules;
import de.aktienanalyse.orchestrator.decision.Recommendations;
import de.aktienanalyse.orchestrator.picture.Survey;
import de.aktienanalyse.orchestrator.picture.SurveyRules;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrchestratorFlowTests {
    private static final Instant NOW = Instant.parse("2025-01-25T16:00:00Z");
    private static final DecisionRules RULES =
            new DecisionRules(
                    new BigDecimal("0.5"),
                    new BigDecimal("12"),
                    new BigDecimal("3"),
                    new BigDecimal("15"),
                    1,
                    new BigDecimal("5"),
                    new BigDecimal("8"),
                    8,
                    Duration.ofHours(1));

    @TempDir Path directory;
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRoundAsksAllModulesAndSaysTheRecommendationWithItsFigures() throws Exception {
        Suite suite = new Suite(NOW).answering(depot(), scores(), figures());

        suite.round.run();

        assertThat(suite.bus.said(DataRequested.class))
                .extracting(DataRequested::requestType)
                .containsExactly("performance_rankings");
        IntelligenceTriggered said = only(suite);
        assertThat(said.triggerType()).isEqualTo("performance_comparison");
        assertThat(said.recommendation())
                .isEqualTo(
                        new Recommended(
                                Action.AUTO_IMPORT,
                                "NVDA",
                                "outperforms_worst_position",
                                new BigDecimal("0.9200")));
        assertThat(said.analysisResults())
                .isEqualTo(new AnalysisResults(new BigDecimal("18.5"), new BigDecimal("12.8"), 7));
        assertThat(said.affectedSystems())
                .containsExactly("verwaltung", "auswertung", "data-web-app");
        assertThat(said.portfolioId()).isEqualTo("depot-1");
        assertThat(said.missingModules()).isEmpty();
        assertThat(said.routingKey()).isEqualTo("cross.system.intelligence.auto_import");
    }

    @Test
    void aModuleThatDoesNotAnswerInTimeIsNamed() throws Exception {
        Suite suite = new Suite(NOW).answering(depot(), scores());

        suite.round.run();

        assertThat(only(suite).missingModules()).containsExactly("auswertung");
    }

    @Test
    void withoutTheScoresNothingIsRecommended() throws Exception {
        Suite suite = new Suite(NOW).answering(depot(), figures());

        suite.round.run();

        assertThat(suite.bus.said(IntelligenceTriggered.class)).isEmpty();
    }

    @Test
    void theFirstAnswerOfAModuleCounts() throws Exception {
        DataProvided second = answer("verwaltung", held("IBM", "99", 1), held("NVDA", "99", 2));
        Suite suite = new Suite(NOW).answering(depot(), second, scores(), figures());

        suite.round.run();

        assertThat(only(suite).analysisResults())
                .extracting(AnalysisResults::currentDepotRanking)
                .isEqualTo(7);
    }

    @Test
    void theSameRecommendationWaitsForTheCoolDownAlsoAfterARestart() throws Exception {
        new Suite(NOW).answering(depot(), scores(), figures()).round.run();

        Suite restarted =
                new Suite(NOW.plus(Duration.ofMinutes(59))).answering(depot(), scores(), figures());
        restarted.round.run();
        assertThat(restarted.bus.said(IntelligenceTriggered.class)).isEmpty();

        Suite later =
                new Suite(NOW.plus(Duration.ofMinutes(61))).answering(depot(), scores(), figures());
        later.round.run();
        assertThat(only(later).recommendation().symbol()).isEqualTo("NVDA");
    }

    @Test
    void whatCannotBeSaidIsNotRemembered() throws Exception {
        SystemPicture picture =
                Shares.picture(
                        Shares.held("IBM", "10", "0.8", "1", 1), Shares.free("NVDA", "18", "0.9"));
        InMemoryEventBus broken = new InMemoryEventBus("orchestrator");
        broken.watchAll(_ -> {
            throw new IllegalStateException("the bus is broken");
        });
        broken.start();

        assertThatThrownBy(
                        () -> recommendations(broken, NOW).follow(picture, Correlation.of(picture)))
                .hasMessage("the bus is broken");

        InMemoryEventBus mended = InMemoryEventBus.running("orchestrator");
        assertThat(recommendations(mended, NOW).follow(picture, Correlation.of(picture)))
                .hasSize(1);
    }

    private Recommendations recommendations(InMemoryEventBus bus, Instant now) {
        return new Recommendations(
                RULES,
                database.client(),
                database.transactions(),
                bus,
                Clock.fixed(now, ZoneOffset.UTC),
                new Random());
    }

    private static IntelligenceTriggered only(Suite suite) {
        List<IntelligenceTriggered> said = suite.bus.said(IntelligenceTriggered.class);
        assertThat(said).hasSize(1);
        return said.getFirst();
    }

    private static DataProvided depot() {
        return answer(
                "verwaltung",
                held("AAPL", "25.4", 1),
                held("IBM", "12.8", 7),
                new ModuleRow("KO", null, null, null, null, null, null));
    }

    private static DataProvided scores() {
        return answer(
                "aktienanalyse",
                scored("AAPL", "17", "0.9"),
                scored("IBM", "10", "0.8"),
                scored("NVDA", "18.5", "0.92"),
                scored("KO", "99", "7"));
    }

    private static DataProvided figures() {
        return answer("auswertung", held("AAPL", "25.4", 1), held("IBM", "12.8", 7));
    }

    private static DataProvided answer(String module, ModuleRow... rows) {
        return new DataProvided("?", module, "performance_rankings", "depot-1", List.of(rows));
    }

    private static ModuleRow held(String symbol, String returnPercent, int rank) {
        return new ModuleRow(
                symbol,
                null,
                null,
                null,
                new BigDecimal(returnPercent),
                new BigDecimal("0.5"),
                rank);
    }

    private static ModuleRow scored(String symbol, String score, String confidence) {
        return new ModuleRow(
                symbol,
                new BigDecimal(score),
                new BigDecimal(confidence),
                Recommendation.BUY,
                null,
                null,
                null);
    }

    /// The orchestrator among modules that answer at once.
    private final class Suite {
        final InMemoryEventBus bus = new InMemoryEventBus("orchestrator");
        final Round round;

        Suite(Instant now) {
            Survey survey =
                    new Survey(
                            bus,
                            new SurveyRules(
                                    List.of("aktienanalyse", "auswertung", "verwaltung"),
                                    Duration.ofMillis(50)),
                            Clock.fixed(now, ZoneOffset.UTC),
                            new Random());
            bus.add(new OrchestratorFlow().intelligence(survey));
            round = new Round(survey, recommendations(bus, now));
        }

        Suite answering(DataProvided... answers) {
            Flow modules = new Flow("modules");
            for (DataProvided answer : answers) {
                modules.watches(DataRequested.class)
                        .by(heard ->
                                bus.publish(to(requireNonNull(heard.data().requestId()), answer)));
            }
            bus.add(modules);
            bus.start();
            return this;
        }

        private DataProvided to(String requestId, DataProvided answer) {
            return new DataProvided(
                    requestId,
                    answer.module(),
                    answer.requestType(),
                    answer.portfolioId(),
                    answer.rows());
        }
    }
}
