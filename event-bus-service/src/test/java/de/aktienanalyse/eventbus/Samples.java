package de.aktienanalyse.eventbus;

import java.nio.charset.StandardCharsets;

/// What a process in another language puts on the bus.
public final class Samples {

    /// The event of the bus specification, "Stock Analysis Events", as it stands there.
    public static final String ANALYSIS =
            """
            {
              "event_type": "stock.analysis.completed",
              "event_id": "uuid-12345",
              "timestamp": "2025-01-25T15:30:00Z",
              "source": "aktienanalyse.scoring-engine",
              "version": "1.0",
              "data": {
                "analysis_id": "analysis-67890",
                "symbol": "AAPL",
                "score": 18.5,
                "confidence": 0.87,
                "technical_indicators": {
                  "rsi": 65.2,
                  "macd": "bullish",
                  "moving_averages": "golden_cross"
                },
                "recommendation": "BUY",
                "target_price": 185.50,
                "risk_level": "MEDIUM"
              },
              "routing_key": "stock.analysis.completed.AAPL"
            }
            """;

    public static final String CHANNEL = "stock.analysis.completed.AAPL";

    private Samples() {}

    public static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    public static String analysis(String eventId) {
        return ANALYSIS.replace("uuid-12345", eventId);
    }
}
