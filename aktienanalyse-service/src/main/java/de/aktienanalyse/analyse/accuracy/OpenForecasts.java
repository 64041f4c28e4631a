package de.aktienanalyse.analyse.accuracy;

import de.aktienanalyse.analyse.accuracy.Forecast.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The forecasts of one share that are not due yet, one place per bar.
public final class OpenForecasts {
    private final Deque<Optional<Forecast>> open = new ArrayDeque<>();

    /// A bar has closed: judges the forecast made [Forecast#HORIZON_BARS] bars before, if there was
    /// one.
    public @Nullable Verdict onBar(Instant barEnd, BigDecimal close) {
        if (open.size() < Forecast.HORIZON_BARS) {
            return null;
        }
        return open.remove().map(due -> due.judge(barEnd, close)).orElse(null);
    }

    /// To be called once per bar, after [#onBar].
    ///
    /// @param made null when there were too few bars for one
    public void add(@Nullable Forecast made) {
        open.add(Optional.ofNullable(made));
    }
}
