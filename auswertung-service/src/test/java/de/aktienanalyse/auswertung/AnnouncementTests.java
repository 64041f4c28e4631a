package de.aktienanalyse.auswertung;

import static de.aktienanalyse.auswertung.RunningAuswertung.bar;
import static de.aktienanalyse.auswertung.RunningAuswertung.buy;
import static de.aktienanalyse.auswertung.RunningAuswertung.day;
import static de.aktienanalyse.auswertung.RunningAuswertung.deposit;
import static de.aktienanalyse.auswertung.RunningAuswertung.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.Command.GetReport;
import de.aktienanalyse.commands.Command.GetReports;
import de.aktienanalyse.commands.Command.RequestRebalancing;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.RebalancingAction;
import de.aktienanalyse.events.PortfolioEvent.RebalancingProposed;
import de.aktienanalyse.events.PortfolioEvent.RebalancingRequested;
import de.aktienanalyse.events.PortfolioEvent.RebalancingSuggestion;
import de.aktienanalyse.events.PortfolioEvent.TargetWeight;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandProgressed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is told to others: figures, answers, proposals, reports.
class AnnouncementTests {
    @TempDir Path directory;

    private RunningAuswertung auswertung;

    @BeforeEach
    void start() {
        auswertung = new RunningAuswertung(directory);
    }

    @AfterEach
    void stop() {
        auswertung.close();
    }

    private void hear(Event... events) {
        auswertung.hear(events);
    }

    private List<PerformanceUpdated> told() {
        return auswertung.bus.said(PerformanceUpdated.class);
    }

    /// Two shares bought for 4000 each of 10000; ACME doubles, BETA stays.
    private void doubleAcme() {
        hear(
                deposit("f-1", 1, "10000.00"),
                bar("ACME", 1, "10"),
                bar("BETA", 1, "40"),
                buy("x-1", "ACME", 1, "400", "10", "0"),
                buy("x-2", "BETA", 1, "100", "40", "0"),
                bar("ACME", 2, "20"),
                bar("BETA", 2, "40"));
    }

    @Test
    void aDayThatClosesIsToldWithItsFigures() {
        doubleAcme();
        auswertung.announcements.announce();
        int before = told().size();

        hear(bar("ACME", 3, "20"));
        auswertung.announcements.announce();

        assertThat(told()).hasSize(before + 1);
        PerformanceUpdated last = told().getLast();
        assertThat(last.performanceMetrics().totalReturn()).isEqualByComparingTo("40");
        assertThat(last.performanceMetrics().maxDrawdown()).isEqualByComparingTo("0");
        assertThat(last.totalValue()).isEqualByComparingTo("14000");
        assertThat(last.topPerformers())
                .containsExactly(
                        new TopPerformer("ACME", new BigDecimal("100.0000")),
                        new TopPerformer("BETA", new BigDecimal("0.0000")));
        assertThat(last.asOf()).isEqualTo("2010-03-03T00:00:00Z");
        assertThat(last.convention()).isNotNull();
        assertThat(Objects.requireNonNull(last.convention()).to()).isEqualTo(day(2));
    }

    @Test
    void manyClosedDaysAreToldOnce() {
        hear(deposit("f-1", 1, "1000.00"));
        auswertung.announcements.announce();
        int before = told().size();

        for (int number = 1; number <= 50; number++) {
            hear(bar("ACME", number, "10"), bar("BETA", number, "10"));
        }
        auswertung.announcements.announce();
        auswertung.announcements.announce();

        assertThat(told()).hasSize(before + 1);
    }

    @Test
    void theFiguresAfterATradeAnswerToTheCommandThatCausedIt() {
        hear(deposit("f-1", 1, "1000.00"), bar("ACME", 1, "10"));
        auswertung.announcements.announce();

        auswertung.bus.publish(
                buy("x-1", "ACME", 1, "10", "10", "1"),
                new Cause("browser-7", "order-1", "owner", null, null));
        auswertung.announcements.announce();

        EventEnvelope<Event> last = auswertung.bus.said().getLast();
        assertThat(last.data()).isInstanceOf(PerformanceUpdated.class);
        assertThat(last.correlationId()).isEqualTo("browser-7");
        assertThat(((PerformanceUpdated) last.data()).totalValue()).isEqualByComparingTo("999");
    }

    @Test
    void barsOfTheRunningDayAreNotTold() {
        hear(deposit("f-1", 1, "1000.00"), bar("ACME", 1, "10"));
        auswertung.announcements.announce();
        int before = told().size();

        hear(bar("BETA", 1, "10"), bar("GAMMA", 1, "10"));
        auswertung.announcements.announce();

        assertThat(told()).hasSize(before);
    }

    @Test
    void nothingIsToldOfWhatIsOnlyToldAgain() {
        EventEnvelope<Event> retold =
                new EventEnvelope<>(
                        "portfolio.cash.changed",
                        "e-1",
                        Instant.EPOCH,
                        "verwaltung.depot",
                        "1.0",
                        deposit("f-1", 1, "1000.00"),
                        "portfolio.cash.changed.depot-1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        "rebuild-1",
                        null);

        auswertung.bus.receive(retold);
        auswertung.announcements.announce();

        assertThat(told()).isEmpty();
        assertThat(auswertung.holdings.portfolios()).containsExactly("depot-1");
    }

    @Test
    void whoAsksForTheFiguresHearsThemAgain() {
        doubleAcme();
        auswertung.announcements.announce();
        int before = told().size();

        hear(new PerformanceRequested("depot-1", null), new PerformanceRequested("depot-9", null));
        auswertung.announcements.announce();

        assertThat(told()).hasSize(before + 1);
    }

    @Test
    void theOrchestratorGetsReturnWeightAndRankOfEachHolding() {
        doubleAcme();
        hear(new DataRequested("performance_rankings", "r-1"));

        DataProvided answer = auswertung.bus.said(DataProvided.class).getLast();

        assertThat(answer.requestId()).isEqualTo("r-1");
        assertThat(answer.module()).isEqualTo("auswertung");
        assertThat(answer.rows()).extracting(ModuleRow::symbol).containsExactly("ACME", "BETA");
        assertThat(answer.rows().getFirst().returnPercent()).isEqualByComparingTo("100");
        assertThat(answer.rows().getFirst().weight()).isEqualByComparingTo("0.571429");
        assertThat(answer.rows()).extracting(ModuleRow::rank).containsExactly(1, 2);
    }

    @Test
    void anEmptyDepotIsAnAnswerForTheOrchestratorToo() {
        hear(new DataRequested("performance_rankings", "r-1"));

        assertThat(auswertung.bus.said(DataProvided.class).getLast().rows()).isEmpty();
    }

    @Test
    void aBetterScoreLiftsAHoldingAndAnOlderAnalysisDoesNot() {
        doubleAcme();
        hear(analysis("ACME", "3", 2), analysis("BETA", "18", 2), analysis("BETA", "1", 1));

        var holdings = auswertung.performance().get("holdings");

        assertThat(holdings.at("/0/score").asInt() + holdings.at("/1/score").asInt()).isEqualTo(21);
        // Both have a first and a second place; the higher return decides.
        assertThat(holdings.at("/0/symbol").asString()).isEqualTo("ACME");
        assertThat(holdings.at("/1/recommendation").asString()).isEqualTo("HOLD");
        assertThat(holdings.at("/1/score_rank").asInt()).isEqualTo(1);
        assertThat(holdings.at("/1/return_rank").asInt()).isEqualTo(2);
    }

    private static AnalysisCompleted analysis(String symbol, String score, int number) {
        return new AnalysisCompleted(
                "analysis-" + symbol + number,
                symbol,
                new BigDecimal(score),
                new BigDecimal("0.5"),
                null,
                Recommendation.HOLD,
                null,
                null,
                null,
                null,
                null,
                null,
                day(number).atStartOfDay().toInstant(ZoneOffset.UTC),
                null,
                null,
                null,
                null);
    }

    @Test
    void rebalancingIsAcceptedAndProposedInWholeOrders() {
        doubleAcme();

        Answered answer = auswertung.ask(new RequestRebalancing(null, null));

        assertThat(result(answer).get("status").asString()).isEqualTo("accepted");
        assertThat(auswertung.bus.said(RebalancingRequested.class)).hasSize(1);
        RebalancingProposed proposal = auswertung.bus.said(RebalancingProposed.class).getLast();
        // 12000 in shares of 14000: 6000 each. ACME has 8000, 100 shares at 20 too much; BETA 50 at
        // 40 too few.
        assertThat(proposal.suggestions())
                .extracting(
                        RebalancingSuggestion::action,
                        RebalancingSuggestion::symbol,
                        RebalancingSuggestion::reason,
                        order -> Objects.requireNonNull(order.quantity()).intValueExact())
                .containsExactly(
                        tuple(RebalancingAction.REDUCE, "ACME", "above_band", 100),
                        tuple(RebalancingAction.INCREASE, "BETA", "below_band", 50));
    }

    @Test
    void hintsBesideTheFiguresNameNoQuantity() {
        doubleAcme();
        auswertung.announcements.announce();

        assertThat(told().getLast().rebalancingSuggestions())
                .hasSize(2)
                .allSatisfy(hint -> assertThat(hint.quantity()).isNull());
    }

    @Test
    void targetWeightsThatDoNotAddUpAreRefusedWithTheirPath() {
        doubleAcme();
        TargetWeight half = new TargetWeight("ACME", new BigDecimal("0.5"));

        Answered tooMuch =
                auswertung.ask(
                        new RequestRebalancing(
                                null,
                                List.of(half, new TargetWeight("BETA", new BigDecimal("0.6")))));
        Answered negative =
                auswertung.ask(
                        new RequestRebalancing(
                                null,
                                List.of(half, new TargetWeight("BETA", new BigDecimal("-0.1")))));

        assertThat(result(tooMuch).get("field").asString()).isEqualTo("target_weights");
        assertThat(result(negative).get("field").asString()).isEqualTo("target_weights[1].weight");
        assertThat(auswertung.bus.said(RebalancingRequested.class)).isEmpty();
    }

    @Test
    void aShareWithoutAPriceIsNamedInTheProposal() {
        doubleAcme();
        auswertung.ask(
                new RequestRebalancing(
                        null, List.of(new TargetWeight("NOPE", new BigDecimal("0.5")))));

        RebalancingProposed proposal = auswertung.bus.said(RebalancingProposed.class).getLast();

        assertThat(proposal.note()).contains("no price is known of NOPE");
        assertThat(proposal.suggestions())
                .extracting(RebalancingSuggestion::action)
                .containsExactly(RebalancingAction.SELL, RebalancingAction.SELL);
    }

    @Test
    void aForeignWishForAnUnknownDepotIsAnsweredWithAReason() {
        hear(new RebalancingRequested("depot-9", null, null));

        RebalancingProposed proposal = auswertung.bus.said(RebalancingProposed.class).getLast();

        assertThat(proposal.suggestions()).isEmpty();
        assertThat(proposal.note()).isEqualTo("There is no depot depot-9");
    }

    @Test
    void aReportIsStoredAsCsvOncePerIntent() {
        doubleAcme();

        Answered first =
                auswertung.ask("intent-1", new GenerateReport(null, "csv", null, null, null));
        Answered again =
                auswertung.ask("intent-1", new GenerateReport(null, "csv", null, null, null));

        String id = result(first).get("report_id").asString();
        assertThat(result(again).get("report_id").asString()).isEqualTo(id);
        JsonNode file = result(auswertung.ask(new GetReport(id)));
        assertThat(file.get("file_name").asString()).isEqualTo("depot-1_2010-03-01_2010-03-02.csv");
        String csv = file.get("content").asString();
        assertThat(csv).startsWith("figure,value,unit,status,reason,");
        assertThat(csv).contains("total_return,40.000000,percent,OK,,2010-03-01,2010-03-02,2,");
        assertThat(csv).contains("2010-03-02,14000.00,2000.00,0,0,1.400000,true\r\n");
    }

    @Test
    void theProgressOfAReportIsTold() {
        doubleAcme();

        auswertung.ask("intent-1", new GenerateReport(null, null, null, null, null));

        assertThat(auswertung.bus.said(CommandProgressed.class))
                .extracting(CommandProgressed::percent)
                .containsExactly(10, 50, 80);
    }

    @Test
    void reportsAreListedPageByPageAndAnUnknownOneIsRefused() {
        doubleAcme();
        for (int i = 1; i <= 3; i++) {
            auswertung.ask("intent-" + i, new GenerateReport(null, null, null, null, null));
        }

        JsonNode first = result(auswertung.ask(new GetReports("depot-1", 2, null)));
        String cursor = first.get("next_cursor").asString();
        JsonNode rest = result(auswertung.ask(new GetReports(null, 2, cursor)));

        assertThat(first.get("items")).hasSize(2);
        assertThat(rest.get("items")).hasSize(1);
        assertThat(first.findValuesAsString("report_id"))
                .doesNotContainAnyElementsOf(rest.findValuesAsString("report_id"));
        assertThat(first.get("items").get(0).has("content")).isFalse();
        assertThat(result(auswertung.ask(new GetReports("depot-9", null, null))).get("items"))
                .isEmpty();
        assertThat(result(auswertung.ask(new GetReport("report-9"))).get("code").asString())
                .isEqualTo("unknown_report");
        assertThat(
                        result(auswertung.ask(new GetReports(null, null, "report-9")))
                                .get("code")
                                .asString())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void aReportAsPdfIsRefusedAndCsvIsNamed() {
        doubleAcme();

        Answered answer = auswertung.ask(new GenerateReport(null, "pdf", null, null, null));

        assertThat(answer.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(result(answer).get("code").asString()).isEqualTo("format_not_available");
        assertThat(result(answer).get("message").asString()).contains("csv");
        assertThat(result(answer).get("field").asString()).isEqualTo("format");
    }
}
