package de.aktienanalyse.auswertung.figures;

import de.aktienanalyse.auswertung.holdings.DailyValue;
import de.aktienanalyse.auswertung.performance.MoneyWeightedReturn.Flow;
import de.aktienanalyse.auswertung.performance.TimeWeightedReturn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The returns of a period, whose base is the close of the day before it.
///
/// The chain runs over all days; what serves as an observation of risk is the growth from one
/// market day to the next. A day on which the depot was funded from nothing has no close before it:
/// it counts for the return, but is no observation.
final class ReturnSeries {
    private final @Nullable DailyValue base;
    private final List<DailyValue> days;
    private final double[] growth;
    private final double[] returns;
    private final boolean capital;

    /// @param from first day that counts; null: the first there is, likewise `to` the last
    ReturnSeries(List<DailyValue> all, @Nullable LocalDate from, @Nullable LocalDate to) {
        List<DailyValue> before =
                all.stream().filter(day -> from != null && day.day().isBefore(from)).toList();
        this.base = before.isEmpty() ? null : before.getLast();
        this.days =
                all.stream()
                        .skip(before.size())
                        .filter(day -> to == null || !day.day().isAfter(to))
                        .toList();
        this.growth = new double[days.size()];
        double[] found = new double[days.size()];
        int count = 0;
        boolean anyCapital = false;
        BigDecimal last = base == null ? BigDecimal.ZERO : base.value();
        double now = 1;
        double atLastMarketDay = base == null ? Double.NaN : 1;
        for (int i = 0; i < growth.length; i++) {
            DailyValue day = days.get(i);
            double factor =
                    TimeWeightedReturn.factor(last, day.inflow(), day.outflow(), day.value());
            anyCapital |= !Double.isNaN(factor);
            now = TimeWeightedReturn.chain(now, factor);
            growth[i] = now;
            if (day.marketDay()) {
                if (last.signum() > 0 && atLastMarketDay > 0) {
                    found[count++] = now / atLastMarketDay - 1;
                }
                atLastMarketDay = now;
            }
            last = day.value();
        }
        this.returns = Arrays.copyOf(found, count);
        this.capital = anyCapital;
    }

    List<DailyValue> days() {
        return days;
    }

    boolean isEmpty() {
        return days.isEmpty();
    }

    /// Whether there was ever something that could grow.
    boolean hadCapital() {
        return capital;
    }

    @Nullable LocalDate from() {
        return days.isEmpty() ? null : days.getFirst().day();
    }

    @Nullable LocalDate to() {
        return days.isEmpty() ? null : days.getLast().day();
    }

    /// Growth since the base, one per day: 1 = unchanged.
    double[] growth() {
        return growth.clone();
    }

    double totalReturn() {
        return growth.length == 0 ? Double.NaN : growth[growth.length - 1] - 1;
    }

    /// Simple returns from market day to market day.
    double[] returns() {
        return returns.clone();
    }

    double[] excessReturns(double riskFreePerDay) {
        return Arrays.stream(returns).map(value -> value - riskFreePerDay).toArray();
    }

    /// From the close before the period to its last day.
    long calendarDays() {
        return days.isEmpty() ? 0 : ChronoUnit.DAYS.between(baseDay(), days.getLast().day());
    }

    /// Days and growth with the base in front, as a drawdown wants them: the first fall counts too.
    List<LocalDate> daysWithBase() {
        List<LocalDate> result = new ArrayList<>(List.of(baseDay()));
        days.forEach(day -> result.add(day.day()));
        return result;
    }

    double[] growthWithBase() {
        double[] result = new double[growth.length + 1];
        result[0] = 1;
        System.arraycopy(growth, 0, result, 1, growth.length);
        return result;
    }

    /// From the investor's pocket: the worth at the base and what was paid in, against what was
    /// taken out and the worth at the end.
    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        if (base != null && base.value().signum() != 0) {
            flows.add(new Flow(base.day(), base.value().negate()));
        }
        for (DailyValue day : days) {
            BigDecimal net = day.outflow().subtract(day.inflow());
            if (net.signum() != 0) {
                flows.add(new Flow(day.day(), net));
            }
        }
        if (!days.isEmpty()) {
            flows.add(new Flow(days.getLast().day(), days.getLast().value()));
        }
        return flows;
    }

    /// What was earned, in currency: Σ [#flows()].
    BigDecimal gain() {
        return flows().stream().map(Flow::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private LocalDate baseDay() {
        return base == null ? days.getFirst().day() : base.day();
    }
}
