package de.aktienanalyse.analyse.accuracy;

import static de.aktienanalyse.analyse.marketdata.PriceHistory.text;

import de.aktienanalyse.analyse.accuracy.ForecastBook.Made;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Remembers how the best holdings of each depot were rated when their figures came.
@Component
public class DepotFeedback {
    private final JdbcClient jdbc;
    private final ForecastBook book;

    public DepotFeedback(JdbcClient jdbc, ForecastBook book) {
        this.jdbc = jdbc;
        this.book = book;
    }

    /// @param performers best holdings that we had rated
    /// @param ratedBuy how many of them were rated BUY
    record Agreement(long performers, long ratedBuy) {}

    /// Figures without a time are taken as of when they were said.
    public void onPerformance(EventEnvelope<PerformanceUpdated> heard) {
        PerformanceUpdated figures = heard.data();
        Instant asOf = figures.asOf() == null ? heard.timestamp() : figures.asOf();
        jdbc.sql("delete from rated_performer where portfolio_id = ?")
                .param(figures.portfolioId())
                .update();
        for (TopPerformer performer : figures.topPerformers()) {
            Made made = book.newest(performer.symbol(), asOf).orElse(null);
            jdbc.sql(
                            """
                            insert into rated_performer (portfolio_id, symbol, return_percent, recommendation, as_of)
                            values (:portfolio, :symbol, :return, :recommendation, :asOf) on conflict (portfolio_id, symbol) do nothing
                            """)
                    .param("portfolio", figures.portfolioId())
                    .param("symbol", performer.symbol())
                    .param("return", performer.returnPercent().toPlainString())
                    .param("recommendation", made == null ? null : made.recommendation().name())
                    .param("asOf", text(asOf))
                    .update();
        }
    }

    Agreement agreement() {
        return jdbc.sql(
                        """
                        select count(recommendation) as performers,
                            coalesce(sum(case when recommendation = 'BUY' then 1 else 0 end), 0) as rated_buy
                        from rated_performer
                        """)
                .query((row, _) ->
                        new Agreement(row.getLong("performers"), row.getLong("rated_buy")))
                .single();
    }
}
