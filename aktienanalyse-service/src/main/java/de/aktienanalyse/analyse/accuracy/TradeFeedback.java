package de.aktienanalyse.analyse.accuracy;

import static de.aktienanalyse.analyse.marketdata.PriceHistory.text;

import de.aktienanalyse.analyse.accuracy.ForecastBook.Made;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.math.MathContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Sets each trade against the forecast that was newest when it was made: whether it followed the
/// forecast, and how much worse than the forecast's price it was filled (implementation shortfall).
@Component
public class TradeFeedback {
    private final JdbcClient jdbc;
    private final ForecastBook book;

    public TradeFeedback(JdbcClient jdbc, ForecastBook book) {
        this.jdbc = jdbc;
        this.book = book;
    }

    /// @param trades all that are known
    /// @param followed bought on BUY or sold on SELL
    /// @param judged followed trades whose forecast is due
    /// @param hits how many of those proved right
    record Record(long trades, long followed, long judged, long hits) {}

    /// The same execution twice is one trade.
    public void onExecuted(EventEnvelope<OrderEvent.Executed> heard) {
        OrderEvent.Executed fill = heard.data();
        Made made = book.newest(fill.symbol(), fill.executionTimestamp()).orElse(null);
        jdbc.sql(
                        """
                        insert into traded_forecast (execution_key, symbol, executed_at, side, quantity, price,
                            source, as_of, recommendation, followed, shortfall)
                        values (:key, :symbol, :at, :side, :quantity, :price,
                            :source, :asOf, :recommendation, :followed, :shortfall)
                        on conflict (execution_key) do nothing
                        """)
                .param("key", fill.executionId() == null ? heard.eventId() : fill.executionId())
                .param("symbol", fill.symbol())
                .param("at", text(fill.executionTimestamp()))
                .param("side", fill.side().name())
                .param("quantity", fill.quantity().toPlainString())
                .param("price", fill.price().toPlainString())
                .param("source", made == null ? null : made.source())
                .param("asOf", made == null ? null : text(made.asOf()))
                .param("recommendation", made == null ? null : made.recommendation().name())
                .param(
                        "followed",
                        made == null ? null : follows(fill.side(), made.recommendation()))
                .param(
                        "shortfall",
                        made == null ? null : shortfall(fill, made.price()).toPlainString())
                .update();
    }

    Record record() {
        return jdbc.sql(
                        """
                        select count(*) as trades,
                            coalesce(sum(traded.followed), 0) as followed,
                            count(case when traded.followed = 1 then forecast.hit end) as judged,
                            coalesce(sum(case when traded.followed = 1 then forecast.hit end), 0) as hits
                        from traded_forecast traded
                        left join forecast on forecast.source = traded.source
                            and forecast.symbol = traded.symbol and forecast.as_of = traded.as_of
                        """)
                .query((row, _) ->
                        new Record(
                                row.getLong("trades"),
                                row.getLong("followed"),
                                row.getLong("judged"),
                                row.getLong("hits")))
                .single();
    }

    /// 1 when the trade does what was recommended, else 0.
    private static int follows(Side side, Recommendation recommendation) {
        Recommendation wanted = side == Side.BUY ? Recommendation.BUY : Recommendation.SELL;
        return recommendation == wanted ? 1 : 0;
    }

    /// Fraction of the forecast's price; positive is to our disadvantage.
    private static BigDecimal shortfall(OrderEvent.Executed fill, BigDecimal forecastPrice) {
        BigDecimal worse =
                fill.price().subtract(forecastPrice).divide(forecastPrice, MathContext.DECIMAL32);
        return fill.side() == Side.BUY ? worse : worse.negate();
    }
}
