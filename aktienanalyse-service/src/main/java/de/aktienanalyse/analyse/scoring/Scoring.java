package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.analyse.accuracy.Calibration;
import de.aktienanalyse.analyse.accuracy.Forecast;
import de.aktienanalyse.analyse.accuracy.Forecast.Verdict;
import de.aktienanalyse.analyse.accuracy.ForecastBook;
import de.aktienanalyse.analyse.feeds.Bar;
import de.aktienanalyse.analyse.marketdata.MarketData;
import de.aktienanalyse.analyse.marketdata.MarketData.Series;
import de.aktienanalyse.analyse.marketdata.PriceHistory;
import de.aktienanalyse.analyse.scoring.ShareSeries.Step;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.StartAnalysis;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Scores shares: all once after the start, one with each closed bar, one when asked.
@Component
public class Scoring {
    private static final Logger log = LoggerFactory.getLogger(Scoring.class);

    /// So many bars back a recursive indicator has forgotten how it began (RSI 14: (13/14)^5000).
    private static final int REMEMBERED = 5000;

    private final MarketData marketData;
    private final PriceHistory prices;
    private final AnalysisBook book;
    private final ForecastBook forecasts;
    private final Calibration calibration;
    private final Analyses analyses;
    private final Map<Series, ShareSeries> shares = new ConcurrentHashMap<>();

    public Scoring(
            MarketData marketData,
            PriceHistory prices,
            AnalysisBook book,
            ForecastBook forecasts,
            Calibration calibration,
            Clock clock) {
        this.marketData = marketData;
        this.prices = prices;
        this.book = book;
        this.forecasts = forecasts;
        this.calibration = calibration;
        this.analyses = new Analyses(clock);
    }

    /// Walks through the stored bars, day by day over all shares, so that each day's forecast has
    /// learned from what was due before it and from nothing later. To be called once, before bars
    /// are heard.
    public void warmUp() {
        long begin = System.nanoTime();
        List<Bar> all = new ArrayList<>();
        for (Series series : marketData.series()) {
            shares.put(series, new ShareSeries(series, calibration));
            all.addAll(prices.newest(series.source(), series.symbol(), REMEMBERED));
        }
        all.sort(Comparator.comparing(Bar::start));
        for (Bar bar : all) {
            Optional<Series> series = marketData.find(bar.symbol());
            series.ifPresent(known -> share(known).advance(List.of(bar)));
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        log.info("Walked through {} bars in {} ms; {}", all.size(), millis, calibration.summary());
    }

    /// The newest analysis of each share, of those not said yet. Says and keeps them in one
    /// transaction.
    public void sayFirst(EventBus bus, TransactionTemplate transaction) {
        transaction.executeWithoutResult(_ -> {
            for (ShareSeries share : shares.values()) {
                Step step = share.newestStep();
                if (step != null) {
                    analyse(share, step.bar().end())
                            .forEach(analysis -> bus.publish(analysis, Cause.NONE));
                }
            }
        });
    }

    /// One analysis per bar, and none for a bar whose analysis, or a later one, has been said.
    public List<AnalysisCompleted> onBar(EventEnvelope<BarClosed> heard) {
        Optional<Series> series = marketData.accept(heard.data());
        if (series.isEmpty()) {
            return List.of();
        }
        ShareSeries share = share(series.get());
        catchUp(share, heard.data().barStart());
        return analyse(share, heard.data().barEnd());
    }

    /// The history is the truth: it may know more than this instance has heard.
    private void catchUp(ShareSeries share, Instant until) {
        Series series = share.series();
        share.advance(
                prices.between(
                        series.source(), series.symbol(), share.newestStart(), until, REMEMBERED));
    }

    private List<AnalysisCompleted> analyse(ShareSeries share, Instant until) {
        List<Step> steps = share.steps(book.saidUntil(share.series()), until);
        steps.forEach(this::keep);
        AnalysisCompleted analysis = steps.isEmpty() ? null : analysis(share, steps.getLast());
        if (analysis == null) {
            return List.of();
        }
        book.keep(share.series(), steps.getLast().bar().end(), analysis);
        return List.of(analysis);
    }

    private @Nullable AnalysisCompleted analysis(ShareSeries share, Step step) {
        Series series = share.series();
        String cause =
                String.join(
                        " ",
                        series.source(),
                        series.symbol(),
                        step.bar().end().toString(),
                        ScoreRules.VERSION);
        return analyses.of(series.instrument(), step, cause);
    }

    private void keep(Step step) {
        Forecast forecast = step.forecast();
        if (forecast != null) {
            forecasts.keep(forecast);
        }
        Verdict verdict = step.verdict();
        if (verdict != null) {
            forecasts.settle(verdict);
        }
    }

    private ShareSeries share(Series series) {
        return shares.computeIfAbsent(series, known -> new ShareSeries(known, calibration));
    }

    /// Scores one share now, from the bars that are known.
    public Outcome start(CommandEnvelope<StartAnalysis> command) {
        StartAnalysis asked = command.data();
        Optional<Series> series = marketData.find(asked.symbol());
        if (series.isEmpty()) {
            return Outcome.refused(
                    "unknown_symbol", "There are no prices of " + asked.symbol(), "symbol");
        }
        AnalysisType type =
                asked.analysisType() == null ? AnalysisType.TECHNICAL : asked.analysisType();
        return switch (type) {
            case TECHNICAL -> technical(series.get(), command);
            case FUNDAMENTAL ->
                    Outcome.of(CommandAnswer.noData("No source of company reports is connected"));
            case SENTIMENT -> Outcome.of(CommandAnswer.noData("No source of news is connected"));
        };
    }

    /// @param analysisId the same as on the event that follows
    record Started(String analysisId, String symbol, AnalysisType analysisType) {}

    private Outcome technical(Series series, CommandEnvelope<StartAnalysis> command) {
        if (!series.instrument().scored()) {
            return Outcome.of(
                    CommandAnswer.noData(series.symbol() + " is an index; only shares are scored"));
        }
        ShareSeries share = share(series);
        catchUp(share, PriceHistory.FOREVER);
        Step step = share.newestStep();
        AnalysisCompleted analysis =
                step == null
                        ? null
                        : analyses.of(
                                series.instrument(),
                                step,
                                command.actor()
                                        + " "
                                        + command.commandId()
                                        + " "
                                        + series.symbol());
        if (analysis == null) {
            return Outcome.of(CommandAnswer.noData(tooFew(step)));
        }
        return Outcome.success(
                new Started(analysis.analysisId(), series.symbol(), AnalysisType.TECHNICAL),
                analysis);
    }

    private static String tooFew(@Nullable Step step) {
        return "A score needs %d bars, there are %d"
                .formatted(ScoreRules.MIN_BARS, step == null ? 0 : step.reading().bars());
    }

    /// What each share was scored last.
    Collection<AnalysisCompleted> newest() {
        List<AnalysisCompleted> newest = new ArrayList<>();
        for (ShareSeries share : shares.values()) {
            catchUp(share, PriceHistory.FOREVER);
            Step step = share.newestStep();
            AnalysisCompleted analysis = step == null ? null : analysis(share, step);
            if (analysis != null) {
                newest.add(analysis);
            }
        }
        return newest;
    }
}
