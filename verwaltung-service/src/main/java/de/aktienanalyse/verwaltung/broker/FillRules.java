package de.aktienanalyse.verwaltung.broker;

import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// At which price a bar fills an order, by the rules of LEAN's equity fill model and Nautilus' gap
/// rule. Pure.
///
/// * Market: at the open.
/// * Limit buy: open at or below the limit → at the open; else only when the low goes *below* the
///   limit → at the limit. Touching alone is no fill: others stand before us in the book.
/// * Stop buy: open at or above the stop → at the open (a gap); else high at or above → at the
///   stop.
/// * Stop limit: triggered like a stop, then a limit. Which came first inside a bar, low or high,
///   is unknown; of what could have been, the worse for the user is taken: only prices certainly
///   after the trigger count.
/// * Sells mirrored.
/// * Only prices that are known are used: with closes only, the close is the one price there is.
final class FillRules {

    /// The known prices of a bar, seen from one side: for sells all are negated, so that every rule
    /// is written once, for buys.
    ///
    /// @param first open, or the close when only that is known
    record Path(BigDecimal first, BigDecimal high, BigDecimal low, BigDecimal last) {

        static Path of(
                Side side,
                @Nullable BigDecimal open,
                @Nullable BigDecimal high,
                @Nullable BigDecimal low,
                BigDecimal close) {
            BigDecimal first = open == null ? close : open;
            BigDecimal top = high == null ? first.max(close) : high;
            BigDecimal bottom = low == null ? first.min(close) : low;
            return side == Side.BUY
                    ? new Path(first, top, bottom, close)
                    : new Path(first.negate(), bottom.negate(), top.negate(), close.negate());
        }
    }

    /// @param price null: triggered, but not filled
    record Hit(@Nullable BigDecimal price) {}

    private FillRules() {}

    /// @return null when the bar does nothing to the order
    static @Nullable Hit hit(WorkingOrder order, Path path) {
        BigDecimal limit = seen(order.side(), order.limit());
        BigDecimal stop = seen(order.side(), order.stop());
        Hit hit =
                order.triggered() || stop == null
                        ? working(order.type(), limit, path)
                        : untriggered(stop, limit, path);
        return hit == null || hit.price() == null ? hit : new Hit(seen(order.side(), hit.price()));
    }

    private static @Nullable Hit working(OrderType type, @Nullable BigDecimal limit, Path path) {
        if (limit == null || type == OrderType.MARKET || type == OrderType.STOP) {
            return new Hit(path.first());
        }
        return limit(limit, path);
    }

    private static @Nullable Hit limit(BigDecimal limit, Path path) {
        if (path.first().compareTo(limit) <= 0) {
            return new Hit(path.first());
        }
        return path.low().compareTo(limit) < 0 ? new Hit(limit) : null;
    }

    private static @Nullable Hit untriggered(
            BigDecimal stop, @Nullable BigDecimal limit, Path path) {
        if (path.first().compareTo(stop) >= 0) {
            if (limit == null) {
                return new Hit(path.first());
            }
            Hit filled = limit(limit, path);
            return filled == null ? new Hit(null) : filled;
        }
        if (path.high().compareTo(stop) < 0) {
            return null;
        }
        if (limit == null || stop.compareTo(limit) <= 0) {
            return new Hit(stop);
        }
        // The low may have come before the trigger; the close certainly came after it.
        return path.last().compareTo(limit) < 0 ? new Hit(limit) : new Hit(null);
    }

    private static @Nullable BigDecimal seen(Side side, @Nullable BigDecimal price) {
        return price == null || side == Side.BUY ? price : price.negate();
    }
}
