package de.aktienanalyse.auswertung.holdings;

import java.math.BigDecimal;
import java.time.LocalDate;

/// What a depot was worth at the end of a day.
///
/// @param value shares and cash
/// @param inflow what the owner put in on the day, ≥ 0: money, or shares by a correction
/// @param outflow what the owner took out, ≥ 0
/// @param marketDay whether any share was traded; on other days only the owner acted
/// @param closed false for the running day, which is valued provisionally
public record DailyValue(
        LocalDate day,
        BigDecimal value,
        BigDecimal cash,
        BigDecimal inflow,
        BigDecimal outflow,
        boolean marketDay,
        boolean closed) {}
