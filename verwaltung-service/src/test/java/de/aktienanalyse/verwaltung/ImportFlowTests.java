package de.aktienanalyse.verwaltung;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.commands.Command.ImportTransactions;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.PortfolioEvent;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImportFlowTests {
    private static final String HEADER = "date,type,symbol,quantity,price,fees,currency\n";
    private static final String YEAR =
            HEADER
                    + """
                    2011-01-03,deposit,,,5000,,USD
                    2011-02-01,sell,AAPL,4,120,1.50,USD
                    2011-01-10,buy,AAPL,10,100.00,2.00,USD
                    2011-03-01,dividend,AAPL,6,0.50,,USD
                    """;

    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
        desk.bar("MSFT", 1, "30");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void booksAllRowsByDateWithTheirFees() {
        JsonNode result = desk.result(ask(YEAR, null));

        assertThat(result.path("imported").asInt()).isEqualTo(4);
        // 100000 + 5000 − 1002 + 478.50 + 3.
        assertThat(result.path("cash").decimalValue()).isEqualTo("104479.50");
        assertThat(desk.last(PositionChanged.class).quantity()).isEqualByComparingTo("6");
        assertThat(desk.said(Executed.class)).extracting(Executed::broker).containsOnly("import");
        assertThat(desk.said(Executed.class).getFirst().executionTimestamp())
                .isEqualTo(Instant.parse("2011-01-10T00:00:00Z"));
        assertThat(desk.last(CashChanged.class).kind()).isEqualTo(CashFlowKind.DIVIDEND);
        assertThat(desk.last(CashChanged.class).symbol()).isEqualTo("AAPL");
        // Realised 478.50 − 400.80, dividend 3; the rest is valued at cost while no price is known.
        assertThat(desk.portfolio().path("total_change").decimalValue()).isEqualTo("80.70");
    }

    @Test
    void theSameFileAgainChangesNothing() {
        ask(YEAR, null);
        int events = desk.said(PortfolioEvent.class).size();

        JsonNode again = desk.result(ask(YEAR + "2011-04-01,fee,,,9.90,,USD\n", null));

        assertThat(again.path("imported").asInt()).isEqualTo(1);
        assertThat(again.path("duplicates").asInt()).isEqualTo(4);
        assertThat(desk.said(CashChanged.class).getLast().amount()).isEqualTo("-9.90");
        assertThat(desk.said(PortfolioEvent.class).size() - events).isLessThanOrEqualTo(3);
    }

    @Test
    void twoEqualRowsInOneFileAreTwoTransactions() {
        String twice = HEADER + "2011-01-10,buy,AAPL,1,100,,\n2011-01-10,buy,AAPL,1,100,,\n";

        assertThat(desk.result(ask(twice, null)).path("imported").asInt()).isEqualTo(2);
        assertThat(desk.result(ask(twice, null)).path("duplicates").asInt()).isEqualTo(2);
        assertThat(desk.last(PositionChanged.class).quantity()).isEqualByComparingTo("2");
    }

    @Test
    void oneBadRowAndNothingIsBooked() {
        Answered answered =
                ask(
                        HEADER
                                + "2011-01-10,buy,AAPL,10,100,,USD\n"
                                + "10.01.2011,buy,AAPL,x,100,,USD\n"
                                + "2011-01-11,steal,AAPL,1,-5,,USD\n",
                        null);

        JsonNode result = desk.result(answered);
        assertThat(answered.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(result.path("code").asString()).isEqualTo("invalid_date");
        assertThat(result.path("field").asString()).isEqualTo("content[3].date");
        assertThat(result.path("message").asString())
                .contains("line 3, quantity", "line 4, type", "line 4, price");
        assertThat(desk.said(Executed.class)).isEmpty();
        assertThat(desk.portfolio().path("cash").decimalValue()).isEqualTo("100000.00");
    }

    @Test
    void whatCannotHaveBeenIsRefused() {
        assertThat(code(HEADER + "2011-01-10,sell,AAPL,1,100,,USD\n"))
                .isEqualTo("insufficient_position");
        assertThat(code(HEADER + "2011-01-10,buy,AAPL,2000,100,,USD\n"))
                .isEqualTo("insufficient_funds");
        assertThat(code(HEADER + "2011-01-10,buy,AAPL,1,100,,EUR\n"))
                .isEqualTo("unsupported_currency");
        assertThat(code(HEADER)).isEqualTo("no_rows");
        assertThat(code("Datum;Typ\n")).isEqualTo("invalid_header");
        ask(HEADER + "2011-05-10,buy,AAPL,1,100,,USD\n", null);
        assertThat(code(HEADER + "2011-01-10,buy,AAPL,1,100,,USD\n"))
                .isEqualTo("older_than_booked");
    }

    @Test
    void otherFormatsAreRefusedPlainly() {
        assertThat(desk.result(ask(YEAR, "portfolio_performance")).path("code").asString())
                .isEqualTo("format_not_available");
        assertThat(desk.result(ask(YEAR, "excel")).path("code").asString())
                .isEqualTo("unknown_format");
    }

    @Test
    void columnsMayStandInAnyOrderAndValuesInQuotes() {
        String csv =
                "\uFEFFprice,symbol,type,date,quantity\n\"100.5\",\"BRK,B\",BUY,2011-01-10,2\n";

        assertThat(desk.result(ask(csv, null)).path("imported").asInt()).isEqualTo(1);
        assertThat(desk.last(PositionChanged.class).symbol()).isEqualTo("BRK,B");
    }

    private String code(String content) {
        return desk.result(ask(content, null)).path("code").asString();
    }

    private Answered ask(String content, @Nullable String format) {
        return desk.ask(new ImportTransactions(null, format, content));
    }
}
