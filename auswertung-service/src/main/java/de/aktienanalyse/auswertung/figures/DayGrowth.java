package de.aktienanalyse.auswertung.figures;

import de.aktienanalyse.auswertung.holdings.DailyValue;
import java.math.BigDecimal;

/// @param ttwror growth of one unit of money since the base of the period, 1 = unchanged
public record DayGrowth(DailyValue value, BigDecimal ttwror) {}
