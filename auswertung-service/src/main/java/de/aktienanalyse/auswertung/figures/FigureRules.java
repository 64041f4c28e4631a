package de.aktienanalyse.auswertung.figures;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param riskFreeRate per year, fraction; 0 unless set, and shown with every figure that uses it
/// @param periodsPerYear trading days: 252 for shares, 365 for crypto
@ConfigurationProperties("aktien.figures")
public record FigureRules(
        @DefaultValue("0") BigDecimal riskFreeRate, @DefaultValue("252") int periodsPerYear) {
    public FigureRules {
        if (riskFreeRate.compareTo(BigDecimal.ONE.negate()) <= 0) {
            throw new IllegalArgumentException(
                    "aktien.figures.risk-free-rate must be above -1, as in 0.02");
        }
        if (periodsPerYear < 1) {
            throw new IllegalArgumentException(
                    "aktien.figures.periods-per-year must be at least 1, as in 252");
        }
    }
}
