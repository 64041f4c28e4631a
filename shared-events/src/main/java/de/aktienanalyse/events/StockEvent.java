package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a share is worth to us. Said by aktienanalyse (`aktienanalyse.scoring-engine`).
public sealed interface StockEvent extends Event {
    enum Recommendation {
        BUY,
        HOLD,
        SELL
    }

    enum RiskLevel {
        LOW,
        MEDIUM,
        HIGH
    }

    enum AnalysisType {
        @JsonProperty("technical")
        TECHNICAL,
        @JsonProperty("fundamental")
        FUNDAMENTAL,
        @JsonProperty("sentiment")
        SENTIMENT
    }

    /// MACD 12/26/9, each in currency.
    record Macd(BigDecimal line, @Nullable BigDecimal signal, @Nullable BigDecimal histogram) {
        public Macd {
            Must.have(line, "line");
        }
    }

    /// The spec's labels and, beside them, the figures they come from. A figure that needs more
    /// bars is null.
    ///
    /// @param rsi RSI 14 in 0..100, as the spec names it
    /// @param macd `bullish`, `bearish` or `neutral`
    /// @param movingAverages `golden_cross`, `death_cross`, `above`, `below` or `unknown`
    record TechnicalIndicators(
            @Nullable BigDecimal rsi,
            @Nullable String macd,
            @Nullable String movingAverages,
            @JsonProperty("rsi_14") @Nullable BigDecimal rsi14,
            @JsonProperty("macd_12_26_9") @Nullable Macd macd12269,
            @JsonProperty("sma_20") @Nullable BigDecimal sma20,
            @JsonProperty("sma_50") @Nullable BigDecimal sma50,
            @JsonProperty("sma_200") @Nullable BigDecimal sma200) {}

    /// One part of a score: what it measured and what it added.
    ///
    /// @param points what the part adds to the score, 0..maxPoints
    record ScorePart(
            String name, BigDecimal points, BigDecimal maxPoints, @Nullable String reason) {
        public ScorePart {
            Must.have(name, "name");
            Must.have(points, "points");
            Must.have(maxPoints, "maxPoints");
        }
    }

    /// An analysis is done.
    ///
    /// @param score 0 (worst) .. 20 (best)
    /// @param confidence 0..1
    /// @param targetPrice in currency
    /// @param asOf time of the last bar that was used
    /// @param bars how many bars were used
    /// @param scoringVersion which rules made the score
    @EventType(
            value = "stock.analysis.completed",
            delivery = Delivery.EVERY,
            source = "aktienanalyse.scoring-engine")
    record AnalysisCompleted(
            String analysisId,
            String symbol,
            BigDecimal score,
            BigDecimal confidence,
            @Nullable TechnicalIndicators technicalIndicators,
            Recommendation recommendation,
            @Nullable BigDecimal targetPrice,
            @Nullable RiskLevel riskLevel,
            @Nullable AnalysisType analysisType,
            @Nullable String isin,
            @Nullable String currency,
            @Nullable BigDecimal price,
            @Nullable Instant asOf,
            @Nullable Integer bars,
            @Nullable String scoringVersion,
            @Nullable List<ScorePart> parts,
            @Nullable Instant completedAt)
            implements StockEvent {
        public AnalysisCompleted {
            Must.name(analysisId, "analysisId");
            Must.name(symbol, "symbol");
            Must.between(score, 0, 20, "score");
            Must.between(confidence, 0, 1, "confidence");
            Must.have(recommendation, "recommendation");
            parts = Must.optionalList(parts, "parts");
        }

        @Override
        public String subject() {
            return symbol;
        }
    }
}
