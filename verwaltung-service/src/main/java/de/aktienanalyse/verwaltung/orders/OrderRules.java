package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer.Refused;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an order must be to be taken. Pure: every refusal is a code, a sentence and the field to
/// blame.
final class OrderRules {
    private static final int MAX_DECIMALS = 8;
    private static final BigDecimal MAX_PRICE = new BigDecimal("1000000000");

    private final OrderSettings settings;

    OrderRules(OrderSettings settings) {
        this.settings = settings;
    }

    static OrderType typeOf(PlaceOrder asked) {
        return asked.orderType() == null ? OrderType.MARKET : asked.orderType();
    }

    static TimeInForce timeInForceOf(PlaceOrder asked) {
        if (asked.timeInForce() != null) {
            return asked.timeInForce();
        }
        return asked.expireTime() == null ? TimeInForce.GTC : TimeInForce.GTD;
    }

    /// Two requests with the same fingerprint want the same thing; 10 and 10.00 are the same
    /// quantity.
    static String fingerprint(PlaceOrder asked) {
        return List.of(
                        asked.symbol(),
                        asked.side(),
                        plain(asked.quantity()),
                        typeOf(asked),
                        plain(asked.price()),
                        plain(asked.stopPrice()),
                        timeInForceOf(asked),
                        String.valueOf(asked.expireTime()))
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining("|"));
    }

    /// What is wrong with the request itself, whatever the depot holds.
    Optional<Refused> refusal(PlaceOrder asked, Instrument instrument, String depotCurrency) {
        return first(
                quantity(asked.quantity()),
                prices(typeOf(asked), asked.price(), asked.stopPrice()),
                expiry(timeInForceOf(asked), asked.expireTime(), instrument.marketTime()),
                currency(instrument, depotCurrency));
    }

    /// What is wrong with a change, whatever the depot holds.
    Optional<Refused> refusal(Order order, ModifyOrder asked) {
        if (asked.quantity() == null && asked.price() == null && asked.stopPrice() == null) {
            return refused("nothing_to_change", "Give quantity, price or stop_price", "quantity");
        }
        BigDecimal quantity = asked.quantity();
        Terms terms = order.terms();
        return first(
                quantity == null ? Optional.empty() : quantity(quantity),
                prices(
                        order.ticket().type(),
                        asked.price() == null ? terms.price() : asked.price(),
                        asked.stopPrice() == null ? terms.stopPrice() : asked.stopPrice()));
    }

    Optional<Refused> funds(BigDecimal needed, BigDecimal available, String currency) {
        return needed.compareTo(available) <= 0
                ? Optional.empty()
                : refused(
                        "insufficient_funds",
                        "%s %s are needed with fees and reserve, %s %s are free"
                                .formatted(
                                        needed.toPlainString(),
                                        currency,
                                        available.toPlainString(),
                                        currency),
                        "quantity");
    }

    Optional<Refused> position(BigDecimal needed, BigDecimal available, String symbol) {
        return needed.compareTo(available) <= 0
                ? Optional.empty()
                : refused(
                        "insufficient_position",
                        "%s of %s are free to sell".formatted(available.toPlainString(), symbol),
                        "quantity");
    }

    /// What one share may cost, as far as can be told.
    BigDecimal reservePrice(
            OrderType type,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            BigDecimal last) {
        if (price != null) {
            return price;
        }
        BigDecimal expected =
                type == OrderType.STOP && stopPrice != null ? stopPrice.max(last) : last;
        return expected.multiply(BigDecimal.ONE.add(settings.reserve()));
    }

    private Optional<Refused> quantity(BigDecimal quantity) {
        if (quantity.signum() <= 0
                || quantity.compareTo(settings.maxQuantity()) > 0
                || tooFine(quantity)) {
            return refused(
                    "invalid_quantity",
                    "Give more than 0 and at most %s, with at most %d decimals"
                            .formatted(settings.maxQuantity().toPlainString(), MAX_DECIMALS),
                    "quantity");
        }
        return Optional.empty();
    }

    private static Optional<Refused> prices(
            OrderType type, @Nullable BigDecimal price, @Nullable BigDecimal stopPrice) {
        boolean limited = type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
        boolean stopped = type == OrderType.STOP || type == OrderType.STOP_LIMIT;
        return first(price(limited, price, "price"), price(stopped, stopPrice, "stop_price"));
    }

    private static Optional<Refused> price(
            boolean needed, @Nullable BigDecimal price, String field) {
        if (price == null) {
            return needed
                    ? refused("missing_" + field, "This order type needs a " + field, field)
                    : Optional.empty();
        }
        if (!needed) {
            return refused(
                    "unexpected_" + field,
                    "This order type takes no %s; use limit, stop or stop_limit".formatted(field),
                    field);
        }
        return price.signum() <= 0 || price.compareTo(MAX_PRICE) > 0 || tooFine(price)
                ? refused(
                        "invalid_" + field,
                        "Give more than 0 with at most %d decimals".formatted(MAX_DECIMALS),
                        field)
                : Optional.empty();
    }

    private static Optional<Refused> expiry(
            TimeInForce timeInForce, @Nullable Instant expireTime, Instant marketTime) {
        if (timeInForce != TimeInForce.GTD) {
            return expireTime == null
                    ? Optional.empty()
                    : refused(
                            "unexpected_expire_time",
                            "Only gtd orders have an expire_time",
                            "expire_time");
        }
        if (expireTime == null) {
            return refused(
                    "missing_expire_time", "A gtd order needs an expire_time", "expire_time");
        }
        return expireTime.isAfter(marketTime)
                ? Optional.empty()
                : refused(
                        "invalid_expire_time",
                        "The market is at %s already; give a later time".formatted(marketTime),
                        "expire_time");
    }

    private static Optional<Refused> currency(Instrument instrument, String depotCurrency) {
        String currency = instrument.currency();
        return currency == null || currency.equals(depotCurrency)
                ? Optional.empty()
                : refused(
                        "unsupported_currency",
                        "%s is traded in %s, the depot holds %s only"
                                .formatted(instrument.symbol(), currency, depotCurrency),
                        "symbol");
    }

    static Optional<Refused> refused(String code, String message, String field) {
        return Optional.of(new Refused(code, message, field));
    }

    @SafeVarargs
    private static Optional<Refused> first(Optional<Refused>... checks) {
        for (Optional<Refused> check : checks) {
            if (check.isPresent()) {
                return check;
            }
        }
        return Optional.empty();
    }

    private static boolean tooFine(BigDecimal number) {
        return number.stripTrailingZeros().scale() > MAX_DECIMALS;
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : Objects.toString(number.stripTrailingZeros());
    }
}
