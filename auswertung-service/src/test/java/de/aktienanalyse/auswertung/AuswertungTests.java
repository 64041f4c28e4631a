package de.aktienanalyse.auswertung;

import static de.aktienanalyse.auswertung.RunningAuswertung.bar;
import static de.aktienanalyse.auswertung.RunningAuswertung.buy;
import static de.aktienanalyse.auswertung.RunningAuswertung.cash;
import static de.aktienanalyse.auswertung.RunningAuswertung.day;
import static de.aktienanalyse.auswertung.RunningAuswertung.deposit;
import static de.aktienanalyse.auswertung.RunningAuswertung.figure;
import static de.aktienanalyse.auswertung.RunningAuswertung.result;
import static de.aktienanalyse.auswertung.RunningAuswertung.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.auswertung.performance.Oracle;
import de.aktienanalyse.commands.Command.GetPerformance;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.PortfolioEvent.PositionAction;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is booked becomes figures.
class AuswertungTests {
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

    /// Ten days of two shares, a purchase, a sale, a dividend, a deposit and a withdrawal.
    private static List<Event> history() {
        List<Event> events = new ArrayList<>();
        events.add(deposit("f-1", 1, "10000.00"));
        String[] acme = {"100", "102", "99", "101", "105", "110", "108", "104", "109", "112"};
        String[] beta = {"50", "50.5", "51", "49", "48", "47.5", "49", "52", "53", "51"};
        for (int day = 1; day <= 10; day++) {
            events.add(bar("ACME", day, acme[day - 1]));
            events.add(bar("BETA", day, beta[day - 1]));
        }
        events.add(buy("x-1", "ACME", 2, "40", "101.00", "4.95"));
        events.add(buy("x-2", "BETA", 3, "60", "50.80", "4.95"));
        events.add(cash("f-2", CashFlowKind.DIVIDEND, 4, "32.50"));
        events.add(deposit("f-3", 5, "2500.00"));
        events.add(trade("x-3", Side.SELL, "ACME", 7, "15", "109.00", "4.95"));
        events.add(cash("f-4", CashFlowKind.WITHDRAWAL, 8, "-1200.00"));
        return events;
    }

    private static double[] values(JsonNode performance, String field) {
        return performance
                .get("daily")
                .valueStream()
                .mapToDouble(day -> day.get(field).asDouble())
                .toArray();
    }

    @Test
    void aDepotIsWorthItsCashAndItsSharesAtTheCloseOfEachDay() {
        hear(
                deposit("f-1", 1, "10000.00"),
                bar("ACME", 1, "100"),
                bar("ACME", 2, "102"),
                buy("x-1", "ACME", 2, "50", "101.00", "5.00"),
                bar("ACME", 3, "110"));

        JsonNode performance = auswertung.performance();

        // Day 2: 10000 - 5050 - 5 + 50 x 102; day 3: 4945 + 50 x 110.
        assertThat(values(performance, "value")).containsExactly(10000, 10045, 10445);
        assertThat(values(performance, "ttwror")).containsExactly(1, 1.0045, 1.0445);
        assertThat(figure(performance, "total_return")).isEqualByComparingTo("4.45");
        assertThat(figure(performance, "delta")).isEqualByComparingTo("445.00");
        assertThat(performance.at("/figures/delta/unit").asString()).isEqualTo("USD");
    }

    @Test
    void thePublishedTtwrorExampleComesOutOfTheWholeFold() {
        Oracle oracle = Oracle.named("ttwror-excel-sample-daily");
        int number = 0;
        for (JsonNode booking : oracle.input("cash_account")) {
            number++;
            book(number, CashFlowKind.INTEREST, booking.get("interest").asString());
            book(number, CashFlowKind.FEE, "-" + booking.get("fees").asString());
            String flow = booking.get("external_flow").asString();
            book(
                    number,
                    flow.startsWith("-") ? CashFlowKind.WITHDRAWAL : CashFlowKind.DEPOSIT,
                    flow);
            hear(bar("ACME", number, "1"));
        }

        double[] growth = values(auswertung.performance(), "ttwror");

        assertThat(growth).hasSize(9);
        double[] expected = oracle.allExpected("accumulated");
        for (int i = 0; i < 9; i++) {
            assertThat(growth[i] - 1).isCloseTo(expected[i], within(oracle.tolerance()));
        }
    }

    private void book(int number, CashFlowKind kind, String amount) {
        if (new BigDecimal(amount).signum() != 0) {
            hear(cash(kind + "-" + number, kind, number, amount));
        }
    }

    @Test
    void theOrderOfArrivalDoesNotChangeAFigure() {
        history().forEach(this::hear);
        String expected = auswertung.performance().toString();

        for (int seed = 1; seed <= 5; seed++) {
            auswertung.holdings.forget();
            List<Event> shuffled = new ArrayList<>(history());
            Collections.shuffle(shuffled, new Random(seed));
            for (int i = 0; i < shuffled.size(); i++) {
                hear(shuffled.get(i));
                if (i % 5 == 0) {
                    // Looking in between must not leave a trace either.
                    auswertung.performance();
                }
            }
            assertThat(auswertung.performance()).hasToString(expected);
        }
    }

    @Test
    void whatIsToldTwiceIsBookedOnce() {
        history().forEach(this::hear);
        String once = auswertung.performance().toString();

        history().forEach(this::hear);

        assertThat(auswertung.performance()).hasToString(once);
    }

    @Test
    void aRebuildFromTheJournalGivesTheSameFigures() {
        history().forEach(this::hear);
        String before = auswertung.performance().toString();
        List<EventEnvelope<Event>> journal = auswertung.bus.said();

        auswertung.holdings.forget();
        assertThat(auswertung.holdings.portfolios()).isEmpty();
        journal.forEach(told -> auswertung.bus.receive(replayed(told)));

        assertThat(auswertung.performance()).hasToString(before);
    }

    @Test
    void foldingAnewFromTheStoredFactsGivesTheSameFigures() {
        history().forEach(this::hear);
        String before = auswertung.performance().toString();

        auswertung.holdings.refold();

        assertThat(auswertung.performance()).hasToString(before);
    }

    private static EventEnvelope<Event> replayed(EventEnvelope<Event> told) {
        return new EventEnvelope<>(
                told.eventType(),
                told.eventId(),
                told.timestamp(),
                told.source(),
                told.version(),
                told.data(),
                told.routingKey(),
                told.correlationId(),
                told.causationId(),
                told.actor(),
                told.traceparent(),
                told.republished(),
                "rebuild-1",
                told.position());
    }

    @Test
    void aShareWithoutABarKeepsItsLastPrice() {
        hear(
                deposit("f-1", 1, "1000.00"),
                bar("ACME", 1, "10"),
                buy("x-1", "ACME", 1, "50", "10", "0"),
                bar("OTHER", 2, "7"),
                bar("OTHER", 3, "7"));

        assertThat(values(auswertung.performance(), "value")).containsExactly(1000, 1000, 1000);
    }

    @Test
    void aShareThatHasNoBarYetIsWorthWhatWasPaidForIt() {
        hear(deposit("f-1", 1, "1000.00"), buy("x-1", "ACME", 1, "50", "10", "1"));

        assertThat(values(auswertung.performance(), "value")).containsExactly(999);
    }

    @Test
    void aLateBarCorrectsTheDaysFromItsOwnOn() {
        hear(
                deposit("f-1", 1, "1000.00"),
                bar("ACME", 1, "10"),
                buy("x-1", "ACME", 1, "50", "10", "0"),
                bar("OTHER", 2, "7"),
                bar("OTHER", 3, "7"));
        auswertung.performance();

        hear(bar("ACME", 2, "12"));

        assertThat(values(auswertung.performance(), "value")).containsExactly(1000, 1100, 1100);
    }

    @Test
    void theRunningDayIsProvisionalUntilALaterBarIsHeard() {
        hear(deposit("f-1", 1, "1000.00"), bar("ACME", 1, "10"), bar("ACME", 2, "11"));
        JsonNode running = auswertung.performance();

        hear(bar("ACME", 3, "11"));
        JsonNode later = auswertung.performance();

        assertThat(running.get("provisional").asBoolean()).isTrue();
        assertThat(running.at("/daily/0").has("provisional")).isFalse();
        assertThat(running.at("/daily/1/provisional").asBoolean()).isTrue();
        assertThat(later.at("/daily/1").has("provisional")).isFalse();
    }

    @Test
    void sharesThatAreBookedInAreNoGain() {
        hear(
                deposit("f-1", 1, "1000.00"),
                bar("ACME", 1, "10"),
                buy("x-1", "ACME", 1, "50", "10", "0"),
                bar("ACME", 2, "10"),
                corrected("ACME", 3, "150", "10"),
                bar("ACME", 3, "11"),
                bar("ACME", 4, "11"));

        JsonNode performance = auswertung.performance();

        // Day 3: (500 + 150 x 11) / (1000 + 100 x 11): only the 50 shares held before have earned.
        assertThat(values(performance, "value")).containsExactly(1000, 1000, 2150, 2150);
        assertThat(values(performance, "ttwror")[2]).isCloseTo(2150 / 2100.0, within(1e-6));
        assertThat(figure(performance, "delta")).isEqualByComparingTo("50");
    }

    private static PositionChanged corrected(
            String symbol, int number, String quantity, String price) {
        BigDecimal held = new BigDecimal(quantity);
        BigDecimal each = new BigDecimal(price);
        return new PositionChanged(
                "depot-1",
                symbol,
                null,
                PositionAction.UPDATE,
                held,
                each,
                held.multiply(each),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                day(number).atStartOfDay().toInstant(ZoneOffset.UTC),
                "USD",
                null,
                null);
    }

    @Test
    void aPeriodStartsAtTheCloseOfTheDayBefore() {
        hear(
                deposit("f-1", 1, "1000.00"),
                bar("ACME", 1, "10"),
                buy("x-1", "ACME", 1, "100", "10", "0"),
                bar("ACME", 2, "20"),
                bar("ACME", 3, "22"),
                bar("ACME", 4, "33"));

        JsonNode performance =
                result(auswertung.ask(new GetPerformance("depot-1", day(3), day(3))));

        assertThat(figure(performance, "total_return")).isEqualByComparingTo("10");
        assertThat(performance.at("/figures/total_return/from").asString()).isEqualTo("2010-03-03");
        assertThat(figure(performance, "delta")).isEqualByComparingTo("200");
    }

    @Test
    void figuresOfAYearArePresentAndCarryTheirConvention() {
        hear(deposit("f-1", 1, "10000.00"), buy("x-1", "ACME", 1, "80", "100", "5"));
        Random random = new Random(7);
        double price = 100;
        for (int number = 1; number <= 400; number++) {
            price *= 1 + (random.nextDouble() - 0.48) / 30;
            hear(
                    bar(
                            "ACME",
                            number,
                            BigDecimal.valueOf(price)
                                    .setScale(2, RoundingMode.HALF_UP)
                                    .toString()));
        }

        JsonNode performance = auswertung.performance();

        performance
                .get("figures")
                .propertyStream()
                .forEach(named -> {
                    JsonNode figure = named.getValue();
                    assertThat(figure.get("status").asString()).as(named.getKey()).isEqualTo("OK");
                    assertThat(figure.get("value").isNumber()).isTrue();
                    assertThat(figure.get("convention").size()).isPositive();
                    assertThat(figure.get("observations").asInt()).isPositive();
                    assertThat(figure.get("to").asString()).isEqualTo(day(400).toString());
                });
        assertThat(performance.get("risk_assessment").asString()).isIn("LOW", "MODERATE", "HIGH");
        assertThat(figure(performance, "max_drawdown")).isNegative();
        assertThat(performance.at("/drawdown/trough").asString()).isNotEmpty();
    }

    @Test
    void aSeriesTooLongForAChartIsThinnedAndKeepsItsLastDay() {
        hear(deposit("f-1", 1, "1000.00"));
        for (int number = 1; number <= 1600; number++) {
            hear(bar("ACME", number, "10"));
        }

        JsonNode performance = auswertung.performance();

        assertThat(performance.get("daily_step").asInt()).isEqualTo(2);
        assertThat(performance.get("daily").size()).isEqualTo(800);
        assertThat(performance.at("/daily/799/date").asString()).isEqualTo(day(1600).toString());
    }
}
