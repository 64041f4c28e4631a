package de.aktienanalyse.analyse.feeds;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Prices by chance: geometric Brownian motion, every weekday a bar. The generator is always drawn
/// from the first day on, in the same order, so that a restart goes on with the same prices.
final class SimulatedFeed implements MarketFeed {
    static final LocalDate FIRST_DAY = LocalDate.of(2018, 1, 1);
    static final LocalDate LIVE_FROM = LocalDate.of(2020, 1, 1);

    /// At 50 days a second it takes 85 minutes to get there.
    private static final LocalDate LAST_DAY = LocalDate.of(2999, 12, 31);

    private static final double DAYS_PER_YEAR = 252;

    private final Instruments instruments;
    private final RandomGenerator random;
    private final Duration perDay;
    private final List<Walk> walks = new ArrayList<>();
    private LocalDate tomorrow = FIRST_DAY;

    /// @param random its seed decides all prices
    SimulatedFeed(Instruments instruments, RandomGenerator random, Duration perDay) {
        this.instruments = instruments;
        this.random = random;
        this.perDay = perDay;
        instruments.all().forEach(instrument -> walks.add(new Walk(instrument, random)));
    }

    @Override
    public String source() {
        return "simulation";
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
        while (tomorrow.isBefore(LIVE_FROM) || !Bar.startOf(tomorrow).isAfter(newest)) {
            for (Bar bar : day()) {
                if (bar.start().isAfter(newest)) {
                    past.add(bar);
                }
            }
        }
        return new History(past, false);
    }

    @Override
    public Batch next() {
        if (tomorrow.isAfter(LAST_DAY)) {
            return Batch.ENDED;
        }
        List<Bar> bars = day();
        return new Batch(bars, tomorrow.isAfter(LAST_DAY));
    }

    @Override
    public Duration pace() {
        return perDay;
    }

    private List<Bar> day() {
        LocalDate today = tomorrow;
        do {
            tomorrow = tomorrow.plusDays(1);
        } while (tomorrow.getDayOfWeek() == DayOfWeek.SATURDAY
                || tomorrow.getDayOfWeek() == DayOfWeek.SUNDAY);
        return walks.stream().map(walk -> walk.day(today, random)).toList();
    }

    /// One symbol's way. The logarithm has no drift, so that prices stay of this world for
    /// centuries.
    private static final class Walk {
        private final Instrument instrument;
        private final double deviation;
        private double close;

        Walk(Instrument instrument, RandomGenerator random) {
            this.instrument = instrument;
            this.deviation = (0.15 + 0.30 * random.nextDouble()) / Math.sqrt(DAYS_PER_YEAR);
            this.close =
                    instrument.scored()
                            ? 20 + 180 * random.nextDouble()
                            : 1000 + 2000 * random.nextDouble();
        }

        Bar day(LocalDate day, RandomGenerator random) {
            double open = close * Math.exp(0.3 * deviation * random.nextGaussian());
            close = open * Math.exp(0.95 * deviation * random.nextGaussian());
            double high =
                    Math.max(open, close)
                            * Math.exp(0.5 * deviation * Math.abs(random.nextGaussian()));
            double low =
                    Math.min(open, close)
                            * Math.exp(-0.5 * deviation * Math.abs(random.nextGaussian()));
            double volume = 2e6 * Math.exp(0.4 * random.nextGaussian());
            return Bar.daily(
                    instrument.symbol(),
                    day,
                    price(open),
                    price(high),
                    price(low),
                    price(close),
                    instrument.scored() ? BigDecimal.valueOf(Math.round(volume)) : null,
                    true);
        }

        private static BigDecimal price(double exact) {
            return BigDecimal.valueOf(Math.max(0.0001, exact)).setScale(4, RoundingMode.HALF_UP);
        }
    }
}
