package de.aktienanalyse.auswertung.figures;

import de.aktienanalyse.events.PortfolioEvent.RiskAssessment;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The risk of a depot in one word.
///
/// HIGH from 25 % volatility a year or a fall of 25 %, LOW below 10 % of both, MODERATE between.
/// Not judged with fewer than 20 daily returns: a quiet week is no proof.
public final class RiskRule {
    private static final int MINIMUM_RETURNS = 20;
    private static final BigDecimal HIGH = BigDecimal.valueOf(25);
    private static final BigDecimal LOW = BigDecimal.valueOf(10);

    private RiskRule() {}

    public static @Nullable RiskAssessment assess(FigureSheet sheet) {
        BigDecimal volatility = sheet.volatility().value();
        BigDecimal drawdown = sheet.maxDrawdown().value();
        if (volatility == null
                || drawdown == null
                || sheet.volatility().observations() < MINIMUM_RETURNS) {
            return null;
        }
        BigDecimal worse = volatility.max(drawdown.negate());
        if (worse.compareTo(HIGH) >= 0) {
            return RiskAssessment.HIGH;
        }
        return worse.compareTo(LOW) < 0 ? RiskAssessment.LOW : RiskAssessment.MODERATE;
    }
}
