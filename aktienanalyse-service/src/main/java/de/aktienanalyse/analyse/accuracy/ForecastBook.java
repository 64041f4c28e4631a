package de.aktienanalyse.analyse.accuracy;

import static de.aktienanalyse.analyse.marketdata.PriceHistory.text;

import de.aktienanalyse.analyse.accuracy.Forecast.Verdict;
import de.aktienanalyse.analyse.indicators.Indicators;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The forecasts that were said, and what came of them.
@Repository
public class ForecastBook {
    private final JdbcClient jdbc;

    public ForecastBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The newest forecast at a time.
    record Made(String source, Instant asOf, Recommendation recommendation, BigDecimal price) {}

    public void keep(Forecast made) {
        jdbc.sql(
                        """
                        insert into forecast (source, symbol, as_of, scoring_version, horizon_bars,
                            recommendation, score, probability, price)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (source, symbol, as_of) do nothing
                        """)
                .params(
                        made.source(),
                        made.symbol(),
                        text(made.asOf()),
                        made.scoringVersion(),
                        Forecast.HORIZON_BARS,
                        made.recommendation().name(),
                        made.score().toPlainString(),
                        probability(made.probability()).toPlainString(),
                        made.price().toPlainString())
                .update();
    }

    /// Changes nothing when the forecast was never said.
    public void settle(Verdict verdict) {
        BigDecimal forwardReturn =
                Objects.requireNonNull(
                        Indicators.figure(verdict.forwardReturn()), "a finite return");
        jdbc.sql(
                        """
                        update forecast set due_at = ?, forward_return = ?, hit = ?
                        where source = ? and symbol = ? and as_of = ?
                        """)
                .params(
                        text(verdict.dueAt()),
                        forwardReturn.toPlainString(),
                        verdict.hit() ? 1 : 0,
                        verdict.forecast().source(),
                        verdict.forecast().symbol(),
                        text(verdict.forecast().asOf()))
                .update();
    }

    /// @param until in market time, inclusive
    Optional<Made> newest(String symbol, Instant until) {
        return jdbc.sql(
                        """
                        select source, as_of, recommendation, price from forecast
                        where symbol = ? and as_of <= ? order by as_of desc limit 1
                        """)
                .params(symbol, text(until))
                .query((row, _) ->
                        new Made(
                                row.getString("source"),
                                Instant.parse(row.getString("as_of")),
                                Recommendation.valueOf(row.getString("recommendation")),
                                new BigDecimal(row.getString("price"))))
                .optional();
    }

    /// A probability for the wire: four decimals say all there is to say.
    public static BigDecimal probability(double exact) {
        return BigDecimal.valueOf(exact).setScale(4, RoundingMode.HALF_UP);
    }
}
