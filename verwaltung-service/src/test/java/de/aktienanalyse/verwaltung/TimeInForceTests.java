package de.aktienanalyse.verwaltung;

import static de.aktienanalyse.verwaltung.Desk.market;
import static de.aktienanalyse.verwaltung.Desk.order;
import static de.aktienanalyse.verwaltung.Desk.start;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeInForceTests {
    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
        desk.bar("AAPL", 1, "100");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aStopIsTriggeredOnceAndThenFillsLikeAMarketOrder() {
        buy(100);
        desk.place(order(Side.SELL, "AAPL", "100", OrderType.STOP, null, "95", null));
        desk.bar("AAPL", 3, "98", "99", "96", "97", null);
        assertThat(desk.said(Executed.class)).hasSize(1);

        desk.bar("AAPL", 4, "97", "97", "94", "96", "1000");
        desk.bar("AAPL", 5, "99", "99", "99", "99", null);

        List<Executed> fills = desk.said(Executed.class);
        assertThat(fills.get(1).price()).isEqualByComparingTo("95");
        assertThat(fills.get(1).quantity()).isEqualByComparingTo("25");
        assertThat(fills.get(2).price()).isEqualByComparingTo("99");
    }

    @Test
    void aDayOrderEndsWithItsDay() {
        desk.place(order(Side.BUY, "AAPL", "10", OrderType.LIMIT, "90", null, TimeInForce.DAY));
        desk.bar("AAPL", 2, "100");

        assertThat(desk.said(Expired.class)).hasSize(1);
        desk.bar("AAPL", 3, "80");
        assertThat(desk.said(Executed.class)).isEmpty();
    }

    @Test
    void aGtdOrderWorksOnBarsThatBeginBeforeItsTime() {
        desk.ask(gtd("90", start(3).plus(Duration.ofHours(12))));
        desk.bar("AAPL", 2, "100");
        assertThat(desk.said(Expired.class)).isEmpty();
        desk.bar("AAPL", 3, "80");
        assertThat(desk.said(Executed.class)).hasSize(1);

        desk.ask(gtd("70", start(5)));
        desk.bar("AAPL", 4, "80");
        assertThat(desk.said(Expired.class)).hasSize(1);
        assertThat(desk.outcome(gtd("70", start(5)))).isEqualTo("invalid_expire_time");
    }

    @Test
    void anIocOrderTakesWhatTheNextBarGivesAndNoMore() {
        desk.place(order(Side.BUY, "AAPL", "60", OrderType.MARKET, null, null, TimeInForce.IOC));
        desk.bar("AAPL", 2, "100", "100", "100", "100", "1000");

        assertThat(desk.last(Executed.class).quantity()).isEqualByComparingTo("25");
        assertThat(desk.last(Cancelled.class).remainingQuantity()).isEqualByComparingTo("35");
        assertThat(desk.last(Cancelled.class).cancelReason()).isEqualTo("time_in_force");
    }

    @Test
    void aFokOrderIsFilledWholeOrNotAtAll() {
        desk.place(order(Side.BUY, "AAPL", "60", OrderType.MARKET, null, null, TimeInForce.FOK));
        desk.bar("AAPL", 2, "100", "100", "100", "100", "1000");
        assertThat(desk.said(Executed.class)).isEmpty();
        assertThat(desk.said(Cancelled.class)).hasSize(1);

        desk.place(order(Side.BUY, "AAPL", "60", OrderType.MARKET, null, null, TimeInForce.FOK));
        desk.bar("AAPL", 3, "100", "100", "100", "100", "10000");
        assertThat(desk.last(Executed.class).quantity()).isEqualByComparingTo("60");
    }

    private void buy(int quantity) {
        desk.place(market(Side.BUY, "AAPL", Integer.toString(quantity)));
        desk.bar("AAPL", 2, "100");
    }

    private static PlaceOrder gtd(String price, Instant expireTime) {
        return new PlaceOrder(
                "AAPL",
                Side.BUY,
                BigDecimal.TEN,
                OrderType.LIMIT,
                new BigDecimal(price),
                null,
                null,
                null,
                null,
                expireTime);
    }
}
