package de.aktienanalyse.analyse.scoring;

import static de.aktienanalyse.analyse.marketdata.PriceHistory.text;

import de.aktienanalyse.analyse.marketdata.MarketData.Series;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The newest analysis of each share that was said because of a bar.
@Repository
public class AnalysisBook {
    private final JdbcClient jdbc;
    private final EventCodec codec;

    public AnalysisBook(JdbcClient jdbc, EventCodec codec) {
        this.jdbc = jdbc;
        this.codec = codec;
    }

    /// @param score 0..20
    /// @param analysis as it was said
    record Entry(String source, String symbol, BigDecimal score, RawJson analysis) {}

    void keep(Series series, Instant asOf, AnalysisCompleted analysis) {
        jdbc.sql(
                        """
                        insert into newest_analysis (source, symbol, as_of, score, analysis) values (?, ?, ?, ?, ?)
                        on conflict (source, symbol) do update
                        set as_of = excluded.as_of, score = excluded.score, analysis = excluded.analysis
                        """)
                .params(
                        series.source(),
                        series.symbol(),
                        text(asOf),
                        analysis.score().toPlainString(),
                        codec.json(analysis).text())
                .update();
    }

    /// As of when the share's newest analysis was said.
    @Nullable Instant saidUntil(Series series) {
        return jdbc.sql("select as_of from newest_analysis where source = ? and symbol = ?")
                .params(series.source(), series.symbol())
                .query((row, _) -> Instant.parse(row.getString("as_of")))
                .optional()
                .orElse(null);
    }

    List<Entry> all() {
        return jdbc.sql("select source, symbol, score, analysis from newest_analysis")
                .query((row, _) ->
                        new Entry(
                                row.getString("source"),
                                row.getString("symbol"),
                                new BigDecimal(row.getString("score")),
                                new RawJson(row.getString("analysis"))))
                .list();
    }
}
