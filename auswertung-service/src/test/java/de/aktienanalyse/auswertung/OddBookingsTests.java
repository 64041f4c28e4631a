package de.aktienanalyse.auswertung;

import static de.aktienanalyse.auswertung.RunningAuswertung.bar;
import static de.aktienanalyse.auswertung.RunningAuswertung.buy;
import static de.aktienanalyse.auswertung.RunningAuswertung.cash;
import static de.aktienanalyse.auswertung.RunningAuswertung.day;
import static de.aktienanalyse.auswertung.RunningAuswertung.deposit;
import static de.aktienanalyse.auswertung.RunningAuswertung.figure;
import static de.aktienanalyse.auswertung.RunningAuswertung.result;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.commands.Command.GetPerformance;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is odd, too little or nonsense is told as such, and stops nothing.
class OddBookingsTests {
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

    @Test
    void whatCannotBeComputedSaysWhyAndIsNotZero() {
        hear(deposit("f-1", 1, "1000.00"), bar("ACME", 1, "10"));

        JsonNode figures = auswertung.performance().get("figures");

        for (String name :
                List.of("volatility", "sharpe_ratio", "value_at_risk_95", "annualised_return")) {
            JsonNode figure = figures.get(name);
            assertThat(figure.get("value").isNull()).as(name).isTrue();
            assertThat(figure.get("status").asString()).isEqualTo("NOT_ENOUGH_DATA");
            assertThat(figure.get("reason").asString()).startsWith("needs ");
        }
    }

    @Test
    void interestWithoutCapitalIsNoReturn() {
        hear(cash("f-1", CashFlowKind.INTEREST, 2, "1.00"));
        IntStream.rangeClosed(1, 9).forEach(number -> hear(bar("ACME", number, "10")));

        assertThat(auswertung.performance().get("daily").valueStream())
                .allMatch(day -> day.get("ttwror").asDouble() == 1);
    }

    @Test
    void bookingsInTwoCurrenciesAreNotAddedUp() {
        hear(
                deposit("f-1", 1, "1000.00"),
                new CashChanged(
                        "depot-1",
                        CashFlowKind.DEPOSIT,
                        BigDecimal.TEN,
                        BigDecimal.TEN,
                        "EUR",
                        null,
                        "f-2",
                        Instant.parse("2010-03-01T00:00:00Z"),
                        null),
                bar("ACME", 1, "10"));

        JsonNode total = auswertung.performance().at("/figures/total_return");

        assertThat(total.get("status").asString()).isEqualTo("MIXED_CURRENCIES");
        assertThat(total.get("value").isNull()).isTrue();
    }

    @Test
    void anUnknownDepotIsRefusedAndAnEmptyOneHasNoData() {
        Answered nothingYet = auswertung.ask(new GetPerformance(null, null, null));
        hear(deposit("f-1", 1, "1000.00"));
        Answered unknown = auswertung.ask(new GetPerformance("depot-9", null, null));

        assertThat(nothingYet.status()).isEqualTo(AnswerStatus.NO_DATA);
        assertThat(unknown.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(result(unknown).get("code").asString()).isEqualTo("unknown_portfolio");
        assertThat(result(unknown).get("field").asString()).isEqualTo("portfolio_id");
    }

    @Test
    void aForeignTradeWithTheSpecsFieldsAloneIsBookedInTheDefaultDepot() {
        hear(
                new Executed(
                        "order-78901",
                        "AAPL",
                        Side.BUY,
                        BigDecimal.TEN,
                        new BigDecimal("182.50"),
                        new BigDecimal("1825.00"),
                        new BigDecimal("2.95"),
                        "bitpanda_pro",
                        ExecutionStatus.FILLED,
                        Instant.parse("2025-01-25T15:39:45Z"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));

        JsonNode holding = auswertung.performance().at("/holdings/0");

        assertThat(holding.get("symbol").asString()).isEqualTo("AAPL");
        assertThat(holding.get("average_cost").asDouble()).isEqualTo(182.795);
    }

    @Test
    void aTradeOrABarOfNonsenseIsLeftOutAndNothingStops() {
        hear(deposit("f-1", 1, "1000.00"), bar("ACME", 1, "10"));
        String before = auswertung.performance().toString();

        hear(
                buy("x-1", "ACME", 1, "-5", "10", "0"),
                buy("x-2", "ACME", 1, "1", "0", "0"),
                bar("ACME", 1, "-1"),
                bar("ACME", 3_000_000, "10"));

        assertThat(auswertung.performance()).hasToString(before);
    }
}
