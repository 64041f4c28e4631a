package de.aktienanalyse.analyse.accuracy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Shows how good the scores are, as `aktien_forecast_*`: against what came, and against trades and
/// depots.
@Configuration(proxyBeanMethods = false)
class AccuracyGauges {
    @Bean
    Calibration calibration() {
        return new Calibration();
    }

    @Bean
    MeterBinder forecastGauges(Calibration past) {
        return meters -> {
            gauge(meters, "verdicts", "Forecasts that are due", () -> past.summary().verdicts());
            gauge(
                    meters,
                    "hit.rate",
                    "How often forecasts were right",
                    () -> past.summary().hitRate());
            gauge(
                    meters,
                    "base.rate",
                    "How often right at any time",
                    () -> past.summary().baseRate());
            gauge(
                    meters,
                    "brier",
                    "Mean squared error of the confidence",
                    () -> past.summary().brier());
            gauge(
                    meters,
                    "brier.base",
                    "The same for the base rate",
                    () -> past.summary().baseBrier());
        };
    }

    @Bean
    MeterBinder feedbackGauges(TradeFeedback trades, DepotFeedback depots) {
        return meters -> {
            gauge(meters, "trades", "Trades set against forecasts", () -> trades.record().trades());
            gauge(
                    meters,
                    "trades.followed",
                    "Trades that did as recommended",
                    () -> trades.record().followed());
            gauge(
                    meters,
                    "trades.judged",
                    "Followed trades whose forecast is due",
                    () -> trades.record().judged());
            gauge(
                    meters,
                    "trades.hits",
                    "Judged trades that proved right",
                    () -> trades.record().hits());
            gauge(
                    meters,
                    "performers",
                    "Best holdings that were rated",
                    () -> depots.agreement().performers());
            gauge(
                    meters,
                    "performers.buy",
                    "Of these rated BUY",
                    () -> depots.agreement().ratedBuy());
        };
    }

    private static void gauge(
            MeterRegistry meters, String name, String description, Supplier<Number> figure) {
        Gauge.builder("aktien.forecast." + name, figure).description(description).register(meters);
    }
}
