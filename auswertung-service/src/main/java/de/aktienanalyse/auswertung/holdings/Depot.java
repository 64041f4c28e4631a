package de.aktienanalyse.auswertung.holdings;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A depot at the end of its last day: what is held, and what it was worth on each day until then.
///
/// @param holdings by symbol
/// @param days ascending, gapless in market days; empty before the first fact
/// @param currencies of all that was booked; empty when nobody said one
/// @param asOf end of the newest bar used; null before the first
public record Depot(
        String portfolioId,
        BigDecimal cash,
        List<Holding> holdings,
        List<DailyValue> days,
        List<String> currencies,
        @Nullable Instant asOf) {

    public Depot {
        holdings = List.copyOf(holdings);
        days = List.copyOf(days);
        currencies = List.copyOf(currencies);
    }

    public BigDecimal totalValue() {
        return holdings.stream().map(Holding::value).reduce(cash, BigDecimal::add);
    }

    public @Nullable String currency() {
        return currencies.size() == 1 ? currencies.getFirst() : null;
    }

    /// Amounts in several currencies cannot be added up without rates.
    public boolean mixesCurrencies() {
        return currencies.size() > 1;
    }

    public @Nullable LocalDate lastDay() {
        return days.isEmpty() ? null : days.getLast().day();
    }
}
