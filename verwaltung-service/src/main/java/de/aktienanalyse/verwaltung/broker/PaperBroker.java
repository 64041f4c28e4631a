package de.aktienanalyse.verwaltung.broker;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.verwaltung.broker.BarResult.Fill;
import de.aktienanalyse.verwaltung.broker.FillRules.Hit;
import de.aktienanalyse.verwaltung.broker.FillRules.Path;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Trades with play money against bars. Takes every order; fills by [FillRules].
///
/// A fill takes at most `participation` of the bar's volume, rounded down to whole shares for
/// orders in whole shares; the rest waits for the next bar. Where the source knows no volume
/// nothing bounds a fill.
public final class PaperBroker implements Broker {
    private static final int FRACTION_DIGITS = 8;
    private static final int SLIPPED_DIGITS = 4;

    private final PaperSettings settings;

    public PaperBroker(PaperSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "paper";
    }

    @Override
    public Receipt place(WorkingOrder order) {
        return new Receipt.Accepted();
    }

    @Override
    public BigDecimal fees(BigDecimal quantity, BigDecimal value) {
        return settings.fees().of(quantity, value);
    }

    @Override
    public BarResult onBar(WorkingOrder order, BarClosed bar) {
        Path path = Path.of(order.side(), bar.open(), bar.high(), bar.low(), bar.close());
        Hit hit = FillRules.hit(order, path);
        if (hit == null) {
            return new BarResult(order.triggered(), null);
        }
        BigDecimal price = hit.price();
        BigDecimal quantity = available(order, bar.volume());
        if (price == null || quantity.signum() == 0) {
            return new BarResult(true, null);
        }
        boolean atOpen = bar.open() != null && price.compareTo(bar.open()) == 0;
        return new BarResult(
                true,
                new Fill(
                        quantity,
                        slipped(order, price, quantity, bar.volume()),
                        atOpen ? bar.barStart() : within(bar)));
    }

    // The end of a bar is exclusive: a fill stamped with it would count for the next day.
    private static Instant within(BarClosed bar) {
        Instant last = bar.barEnd().minus(Duration.ofMillis(1));
        return last.isBefore(bar.barStart()) ? bar.barStart() : last;
    }

    private BigDecimal available(WorkingOrder order, @Nullable BigDecimal volume) {
        if (volume == null) {
            return order.quantity();
        }
        boolean whole = order.quantity().stripTrailingZeros().scale() <= 0;
        BigDecimal most =
                volume.max(BigDecimal.ZERO)
                        .multiply(settings.participation())
                        .setScale(whole ? 0 : FRACTION_DIGITS, RoundingMode.DOWN);
        if (most.compareTo(order.quantity()) >= 0) {
            return order.quantity();
        }
        return order.allOrNone() ? BigDecimal.ZERO : most;
    }

    private BigDecimal slipped(
            WorkingOrder order,
            BigDecimal price,
            BigDecimal quantity,
            @Nullable BigDecimal volume) {
        if (order.type() == OrderType.LIMIT || order.type() == OrderType.STOP_LIMIT) {
            return price;
        }
        BigDecimal worse = settings.slippage().add(impact(quantity, volume));
        if (worse.signum() == 0) {
            return price;
        }
        BigDecimal factor =
                order.side() == Side.BUY
                        ? BigDecimal.ONE.add(worse)
                        : BigDecimal.ONE.subtract(worse);
        // Rounded against the user, so that slippage never turns into a gift.
        return price.multiply(factor)
                .setScale(
                        Math.max(SLIPPED_DIGITS, price.scale()),
                        order.side() == Side.BUY ? RoundingMode.CEILING : RoundingMode.FLOOR);
    }

    private BigDecimal impact(BigDecimal quantity, @Nullable BigDecimal volume) {
        if (volume == null || volume.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal share =
                quantity.divide(volume, MathContext.DECIMAL64).min(settings.participation());
        return share.multiply(share).multiply(settings.priceImpact());
    }
}
