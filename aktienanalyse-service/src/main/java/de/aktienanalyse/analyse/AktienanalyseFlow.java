package de.aktienanalyse.analyse;

import de.aktienanalyse.analyse.accuracy.DepotFeedback;
import de.aktienanalyse.analyse.accuracy.TradeFeedback;
import de.aktienanalyse.analyse.marketdata.PriceHistoryPages;
import de.aktienanalyse.analyse.scoring.Recommendations;
import de.aktienanalyse.analyse.scoring.Scoring;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.commands.Command.GetPriceHistory;
import de.aktienanalyse.commands.Command.GetRecommendations;
import de.aktienanalyse.commands.Command.StartAnalysis;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Bars become scores; trades and depot figures tell whether the scores were right.
@Configuration(proxyBeanMethods = false)
class AktienanalyseFlow {

    /// The feed says bars and prices by itself ([AktienanalyseStart]); a bar comes back over the
    /// bus as any other event does, so that bars of foreigners are scored too.
    @Bean
    Flow scoringFlow(Scoring scoring, Recommendations recommendations, PriceHistoryPages prices) {
        return new Flow("aktienanalyse.scoring-engine")
                .says(BarClosed.class, PriceUpdated.class, AnalysisCompleted.class)
                .hears(BarClosed.class)
                .says(AnalysisCompleted.class)
                .by(scoring::onBar)
                .watches(DataRequested.class)
                .says(DataProvided.class)
                .by(recommendations::onDataRequest)
                .watches(PerformanceRequested.class)
                .says(AnalysisCompleted.class)
                .by(recommendations::onPerformanceRequest)
                .obeys(StartAnalysis.class)
                .says(AnalysisCompleted.class)
                .by(scoring::start)
                .obeys(GetRecommendations.class)
                .answers(recommendations::page)
                .obeys(GetPriceHistory.class)
                .answers(prices::page);
    }

    @Bean
    Flow predictionFeedbackFlow(TradeFeedback trades) {
        return new Flow("aktienanalyse.prediction-feedback")
                .hears(OrderEvent.Executed.class)
                .quietly(trades::onExecuted);
    }

    @Bean
    Flow scoringFeedbackFlow(DepotFeedback depot) {
        return new Flow("aktienanalyse.scoring-feedback")
                .hears(PerformanceUpdated.class)
                .quietly(depot::onPerformance);
    }
}
