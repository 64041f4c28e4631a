package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;

/// What the rules make of a share.
///
/// @param points 0..20
record Score(BigDecimal points, Recommendation recommendation) {}
