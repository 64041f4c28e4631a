package de.aktienanalyse.auswertung.ranking;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;

/// The newest analysis of a share, as far as it matters here.
///
/// @param score 0..20
record Score(String symbol, BigDecimal score, Recommendation recommendation) {}
