package de.aktienanalyse.auswertung.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One figure, with all that is needed to compare it with another.
///
/// @param value null when it cannot be computed; then `status` and `reason` say why
/// @param unit `percent`, `ratio` or an ISO 4217 currency
/// @param from first day whose movement counts
/// @param to last day
/// @param observations how many returns or flows went into it
/// @param reason why it is missing, or what to mind when reading it
public record Figure(
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal value,
        String unit,
        Convention convention,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        int observations,
        Status status,
        @Nullable String reason) {

    public enum Status {
        OK,
        NOT_ENOUGH_DATA,
        NO_CAPITAL,
        /// The formula has no result for these returns, such as a ratio to a deviation of nothing.
        UNDEFINED,
        MIXED_CURRENCIES
    }

    /// How it was computed. A part that does not apply is null.
    ///
    /// @param returns what a return is, and where flows count
    /// @param deviation which measure of dispersion
    /// @param periodsPerYear by which a daily figure was annualised
    /// @param riskFree yearly rate, fraction
    /// @param calendar which days count
    public record Convention(
            @Nullable String returns,
            @Nullable String deviation,
            @Nullable Integer periodsPerYear,
            @Nullable BigDecimal riskFree,
            @Nullable String calendar) {}

    private static final int DECIMALS = 6;

    public boolean ok() {
        return status == Status.OK;
    }

    Figure withValue(BigDecimal newValue) {
        return new Figure(newValue, unit, convention, from, to, observations, status, reason);
    }

    Figure withReason(String newReason) {
        return new Figure(value, unit, convention, from, to, observations, status, newReason);
    }

    static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
