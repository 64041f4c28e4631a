package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Something that changed a depot, as it was heard. The same [#id] twice is the same fact.
sealed interface Fact {
    /// By market time. What happened at the same instant: money first, then trades, then
    /// corrections, which say what is held "from now on".
    Comparator<Fact> IN_ORDER =
            Comparator.comparing(Fact::at).thenComparing(Fact::rank).thenComparing(Fact::id);

    String portfolioId();

    String id();

    /// Market time.
    Instant at();

    @Nullable String currency();

    int rank();

    default LocalDate day() {
        return MarketDay.of(at());
    }

    /// Cash came or went other than by a trade.
    ///
    /// @param amount signed: a deposit is positive
    record CashFlow(
            String portfolioId,
            String id,
            CashFlowKind kind,
            BigDecimal amount,
            @Nullable String currency,
            Instant at)
            implements Fact {
        public CashFlow {
            Amounts.bounded(amount, "amount");
        }

        static CashFlow of(EventEnvelope<CashChanged> heard) {
            CashChanged data = heard.data();
            return new CashFlow(
                    data.portfolioId(),
                    data.flowId(),
                    data.kind(),
                    data.amount(),
                    data.currency(),
                    data.timestamp());
        }

        /// Whether the owner moved money; a dividend or a fee is part of what the depot earned.
        boolean external() {
            return kind == CashFlowKind.DEPOSIT || kind == CashFlowKind.WITHDRAWAL;
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /// @param totalValue quantity × price, without fees
    record Trade(
            String portfolioId,
            String id,
            String symbol,
            Side side,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal totalValue,
            BigDecimal fees,
            @Nullable String currency,
            Instant at)
            implements Fact {
        public Trade {
            Amounts.positive(quantity, "quantity");
            Amounts.positive(price, "price");
            Amounts.positive(totalValue, "total_value");
            Amounts.bounded(fees, "fees");
        }

        /// @param defaultPortfolio for foreign events, which need not name a depot
        static Trade of(EventEnvelope<Executed> heard, String defaultPortfolio) {
            Executed data = heard.data();
            String portfolio = data.portfolioId();
            String execution = data.executionId();
            BigDecimal fees = data.fees();
            return new Trade(
                    portfolio == null ? defaultPortfolio : portfolio,
                    execution == null ? heard.eventId() : execution,
                    data.symbol(),
                    data.side(),
                    data.quantity(),
                    data.price(),
                    data.totalValue(),
                    fees == null ? BigDecimal.ZERO : fees,
                    data.currency(),
                    data.executionTimestamp());
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /// The owner said how much is held.
    ///
    /// @param quantity held from then on
    /// @param price of a share then; null when unknown
    /// @param cost of all shares; null keeps the cost per share
    record Correction(
            String portfolioId,
            String id,
            String symbol,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal cost,
            @Nullable String currency,
            Instant at)
            implements Fact {
        public Correction {
            Amounts.bounded(quantity, "quantity");
            if (price != null) {
                Amounts.bounded(price, "price");
            }
            if (cost != null) {
                Amounts.bounded(cost, "cost");
            }
        }

        static Correction of(EventEnvelope<PositionChanged> heard) {
            PositionChanged data = heard.data();
            return new Correction(
                    data.portfolioId(),
                    heard.eventId(),
                    data.symbol(),
                    data.quantity(),
                    priceOf(data),
                    costOf(data),
                    data.currency(),
                    data.timestamp());
        }

        // Jackson gives null for what the sender left out, whatever the record declares.
        @SuppressWarnings({"ConstantValue", "NullAway"})
        private static @Nullable BigDecimal priceOf(PositionChanged data) {
            return data.price() == null || data.price().signum() <= 0 ? null : data.price();
        }

        /// Worth less gain is what it cost.
        @SuppressWarnings({"ConstantValue", "NullAway"})
        private static @Nullable BigDecimal costOf(PositionChanged data) {
            if (data.value() == null || data.change() == null) {
                return null;
            }
            BigDecimal cost = data.value().subtract(data.change());
            return cost.signum() > 0 ? cost : null;
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /// What an amount may be. `1e9999999` is valid JSON and ten megabytes of digits.
    final class Amounts {
        private static final int MAX_DIGITS = 30;
        private static final int MAX_SCALE = 18;

        private Amounts() {}

        static void bounded(BigDecimal amount, String field) {
            if (amount.precision() - (long) amount.scale() > MAX_DIGITS
                    || amount.scale() > MAX_SCALE
                    || amount.scale() < -MAX_SCALE) {
                throw new InvalidEvent(field, "must have at most 30 digits and 18 decimals");
            }
        }

        static void positive(BigDecimal amount, String field) {
            bounded(amount, field);
            if (amount.signum() <= 0) {
                throw new InvalidEvent(field, "must be greater than 0");
            }
        }
    }
}
