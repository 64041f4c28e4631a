package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.PositionAction;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps the facts, and folds them into daily values when somebody looks.
///
/// Hearing only stores a fact and marks the day from which the values are out of date; looking
/// folds from that day on. So a bar costs two short statements however long the history is, a late
/// fact costs the days after it, and the order of arrival cannot change a figure.
@Component
public class Holdings {
    private static final Logger log = LoggerFactory.getLogger(Holdings.class);

    private final FactStore facts;
    private final Closes closes;
    private final DailyValues values;
    private final TransactionOperations transactions;
    private final String defaultPortfolio;

    /// What a bar changed.
    public enum BarEffect {
        /// The first of a later day: the running day closed.
        DAY_CLOSED,
        RUNNING_DAY,
        /// It changed a day that had closed.
        LATE,
        NONE
    }

    public Holdings(
            JdbcTemplate jdbc, TransactionOperations transactions, HoldingsProperties properties) {
        JdbcClient client = JdbcClient.create(jdbc);
        this.facts = new FactStore(client);
        this.closes = new Closes(client);
        this.values = new DailyValues(jdbc);
        this.transactions = transactions;
        this.defaultPortfolio = properties.id();
    }

    /// The depot whose figures changed; empty for what was known or cannot be booked.
    public Optional<String> trade(EventEnvelope<Executed> heard) {
        return add(heard, () -> Fact.Trade.of(heard, defaultPortfolio));
    }

    public Optional<String> cashFlow(EventEnvelope<CashChanged> heard) {
        return add(heard, () -> Fact.CashFlow.of(heard));
    }

    /// Purchases and sales were heard as executions, which know the fees; only corrections are news
    /// here.
    public Optional<String> position(EventEnvelope<PositionChanged> heard) {
        return heard.data().action() == PositionAction.UPDATE
                ? add(heard, () -> Fact.Correction.of(heard))
                : Optional.empty();
    }

    public BarEffect bar(EventEnvelope<BarClosed> heard) {
        BarClosed bar = heard.data();
        LocalDate day;
        try {
            day = MarketDay.ofBarEnd(bar.barEnd());
            Fact.Amounts.positive(bar.close(), "close");
        } catch (InvalidEvent refusal) {
            ignored(heard, refusal);
            return BarEffect.NONE;
        }
        LocalDate running = closes.runningDay();
        closes.put(bar.symbol(), day, bar.close(), bar.barEnd());
        values.touchAll(day);
        if (running == null || day.isAfter(running)) {
            return BarEffect.DAY_CLOSED;
        }
        return day.equals(running) ? BarEffect.RUNNING_DAY : BarEffect.LATE;
    }

    public List<String> portfolios() {
        return values.portfolios();
    }

    /// The depot a command means.
    ///
    /// @param named null: the default one, else the first
    public PortfolioChoice choose(@Nullable String named) {
        List<String> known = values.portfolios();
        String meant = named == null ? defaultPortfolio : named;
        if (known.contains(meant)) {
            return new PortfolioChoice.Chosen(meant);
        }
        if (named == null && !known.isEmpty()) {
            return new PortfolioChoice.Chosen(known.getFirst());
        }
        if (meant.equals(defaultPortfolio)) {
            return new PortfolioChoice.None(
                    CommandAnswer.noData("Nothing was booked in " + meant + " yet"));
        }
        return new PortfolioChoice.None(
                CommandAnswer.refused(
                        "unknown_portfolio",
                        "There is no depot " + meant + "; known are " + known,
                        "portfolio_id"));
    }

    /// A depot with its daily values, folded as far as needed.
    public Depot depot(String portfolioId, Through through) {
        return transaction(() -> look(portfolioId, through));
    }

    /// The newest price of shares, also of those that are not held.
    public Map<String, BigDecimal> prices(Collection<String> symbols) {
        LocalDate running = closes.runningDay();
        return running == null
                ? Map.of()
                : closes.newest(symbols, running).stream()
                        .collect(Collectors.toMap(Closes.Close::symbol, Closes.Close::close));
    }

    /// Folds all anew from the stored facts: needed after a change of the rules.
    public void refold() {
        transaction(() -> {
            values.forgetDays();
            return true;
        });
    }

    /// Empties all that was heard, for a rebuild from the journal: its events come again under a
    /// new replay id.
    public void forget() {
        transaction(() -> {
            facts.clear();
            closes.clear();
            values.clear();
            return true;
        });
    }

    private Optional<String> add(EventEnvelope<?> heard, Supplier<Fact> reading) {
        Fact fact;
        try {
            fact = reading.get();
            MarketDay.of(fact.at());
        } catch (InvalidEvent refusal) {
            ignored(heard, refusal);
            return Optional.empty();
        }
        if (!facts.add(fact)) {
            return Optional.empty();
        }
        values.touch(fact.portfolioId(), fact.day());
        return Optional.of(fact.portfolioId());
    }

    private static void ignored(EventEnvelope<?> heard, InvalidEvent refusal) {
        log.warn("Not booked: {} {}: {}", heard.eventType(), heard.eventId(), refusal.getMessage());
    }

    private Depot look(String portfolioId, Through through) {
        List<Fact> all = facts.of(portfolioId);
        LocalDate running = closes.runningDay();
        values.progress(portfolioId)
                .ifPresent(progress -> settle(portfolioId, progress, all, running));
        List<DailyValue> days = values.of(portfolioId, running);
        if (through == Through.CLOSED_DAYS) {
            days = days.stream().filter(DailyValue::closed).toList();
        }
        List<String> currencies =
                all.stream()
                        .flatMap(fact -> Optional.ofNullable(fact.currency()).stream())
                        .distinct()
                        .sorted()
                        .toList();
        if (days.isEmpty()) {
            return new Depot(portfolioId, BigDecimal.ZERO, List.of(), days, currencies, null);
        }
        LocalDate last = days.getLast().day();
        DepotState state = stateBefore(last.plusDays(1), all);
        return new Depot(
                portfolioId,
                state.cash(),
                state.holdings(),
                days,
                currencies,
                closes.newestBarEnd(last));
    }

    private void settle(
            String portfolioId,
            DailyValues.Progress progress,
            List<Fact> all,
            @Nullable LocalDate running) {
        LocalDate dirty = progress.dirtyFrom();
        if (dirty == null) {
            return;
        }
        LocalDate from = dirty.isBefore(progress.firstDay()) ? progress.firstDay() : dirty;
        Map<LocalDate, List<Fact>> factsByDay =
                all.stream()
                        .filter(fact -> !fact.day().isBefore(from))
                        .collect(Collectors.groupingBy(Fact::day));
        SortedSet<LocalDate> days = new TreeSet<>(factsByDay.keySet());
        SortedSet<LocalDate> marketDays =
                running == null ? new TreeSet<>() : closes.marketDays(from, running);
        days.addAll(marketDays);
        List<DailyValue> rows = new ArrayList<>();
        if (!days.isEmpty()) {
            DepotState state = stateBefore(from, all);
            var prices = closes.between(from, days.last(), symbolsOf(all));
            for (LocalDate day : days) {
                rows.add(
                        state.fold(
                                day,
                                factsByDay.getOrDefault(day, List.of()),
                                prices.getOrDefault(day, Map.of()),
                                marketDays.contains(day),
                                running != null && day.isBefore(running)));
            }
        }
        values.replaceFrom(portfolioId, from, rows);
    }

    /// Booked but not valued up to a day: the trades of years are few, their days are many.
    private DepotState stateBefore(LocalDate day, List<Fact> all) {
        DepotState state = new DepotState();
        state.book(all.stream().filter(fact -> fact.day().isBefore(day)).toList());
        closes.newest(symbolsOf(all), day.minusDays(1))
                .forEach(close -> state.quote(close.symbol(), close.day(), close.close()));
        return state;
    }

    private static Set<String> symbolsOf(List<Fact> facts) {
        Set<String> symbols = new TreeSet<>();
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.Trade trade -> symbols.add(trade.symbol());
                case Fact.Correction correction -> symbols.add(correction.symbol());
                case Fact.CashFlow _ -> {
                    // Money has no price.
                }
            }
        }
        return symbols;
    }

    private <T> T transaction(Supplier<T> work) {
        T result = transactions.execute(_ -> work.get());
        if (result == null) {
            throw new IllegalStateException("A transaction ended without a result");
        }
        return result;
    }
}
