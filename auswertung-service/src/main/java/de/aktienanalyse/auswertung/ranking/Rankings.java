package de.aktienanalyse.auswertung.ranking;

import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the newest score of each share and ranks holdings with it.
@Component
public class Rankings {
    private static final int TOP = 5;
    private static final long LAST_SECOND = Instant.parse("2199-12-31T23:59:59Z").getEpochSecond();

    private final JdbcClient jdbc;

    public Rankings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// An analysis of older bars than the known one is ignored.
    public void learn(EventEnvelope<AnalysisCompleted> heard) {
        AnalysisCompleted analysis = heard.data();
        Instant asOf = analysis.asOf();
        jdbc.sql(
                        """
                        insert into analysis_score (symbol, score, recommendation, as_of) values (?, ?, ?, ?)
                        on conflict (symbol) do update set
                            score = excluded.score,
                            recommendation = excluded.recommendation,
                            as_of = excluded.as_of
                            where excluded.as_of >= analysis_score.as_of
                        """)
                .params(
                        analysis.symbol(),
                        analysis.score().toPlainString(),
                        analysis.recommendation().name(),
                        millis(asOf == null ? heard.timestamp() : asOf))
                .update();
    }

    /// Best first.
    public List<RankedHolding> rank(Depot depot) {
        return Ranking.of(depot.holdings(), depot.totalValue(), scores());
    }

    /// The holdings that earned most, best first.
    public static List<TopPerformer> topPerformers(List<RankedHolding> ranked) {
        return ranked.stream()
                .flatMap(holding -> {
                    BigDecimal percent = holding.returnPercent();
                    return percent == null
                            ? Stream.<TopPerformer>empty()
                            : Stream.of(new TopPerformer(holding.symbol(), percent));
                })
                .sorted(Comparator.comparing(TopPerformer::returnPercent).reversed())
                .limit(TOP)
                .toList();
    }

    /// For a rebuild from the journal.
    public void forget() {
        jdbc.sql("delete from analysis_score").update();
    }

    /// Foreigners may say any time; the end of what a number holds must not stop the group.
    private static long millis(Instant time) {
        return Math.clamp(time.getEpochSecond(), 0L, LAST_SECOND) * 1000;
    }

    private Map<String, Score> scores() {
        return jdbc
                .sql("select symbol, score, recommendation from analysis_score")
                .query((row, _) ->
                        new Score(
                                row.getString(1),
                                new BigDecimal(row.getString(2)),
                                Recommendation.valueOf(row.getString(3))))
                .list()
                .stream()
                .collect(Collectors.toMap(Score::symbol, score -> score));
    }
}
