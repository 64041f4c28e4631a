package de.aktienanalyse.analyse.feeds;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lives recorded years again, a day per batch for all symbols together, and ends with them. A
/// replay that was interrupted goes on after the newest stored day.
final class ReplayFeed implements MarketFeed {
    private final Instruments instruments;
    private final LocalDate from;
    private final Instant liveFrom;
    private final LocalDate until;
    private final Duration perDay;
    private final Deque<List<Bar>> days = new ArrayDeque<>();

    /// @param from first day of the history
    /// @param liveFrom first live day
    /// @param until last live day, inclusive
    ReplayFeed(
            Instruments instruments,
            LocalDate from,
            LocalDate liveFrom,
            LocalDate until,
            Duration perDay) {
        this.instruments = instruments;
        this.from = from;
        this.liveFrom = Bar.startOf(liveFrom);
        this.until = until;
        this.perDay = perDay;
    }

    @Override
    public String source() {
        return "replay";
    }

    @Override
    public Collection<Instrument> instruments() {
        return instruments.all();
    }

    @Override
    public Optional<Instrument> instrument(String symbol) {
        return instruments.find(symbol);
    }

    @Override
    public History history(Map<String, Instant> newestStored) {
        Instant newest = newestStored.values().stream().max(Instant::compareTo).orElse(Instant.MIN);
        List<Bar> past = new ArrayList<>();
        for (Bar bar : RecordedPrices.between(from, until)) {
            if (!bar.start().isAfter(newest)) {
                continue;
            }
            if (bar.start().isBefore(liveFrom)) {
                past.add(bar);
            } else {
                dayOf(bar).add(bar);
            }
        }
        return new History(past, false);
    }

    private List<Bar> dayOf(Bar bar) {
        if (days.isEmpty() || !days.getLast().getFirst().start().equals(bar.start())) {
            days.add(new ArrayList<>());
        }
        return days.getLast();
    }

    @Override
    public Batch next() {
        List<Bar> day = days.poll();
        return day == null ? Batch.ENDED : new Batch(day, days.isEmpty());
    }

    @Override
    public Duration pace() {
        return perDay;
    }
}
