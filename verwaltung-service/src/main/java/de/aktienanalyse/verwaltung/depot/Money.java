package de.aktienanalyse.verwaltung.depot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/// An amount as it is booked: in whole cents of one currency, rounded half up. Refuses to mix
/// currencies.
public record Money(BigDecimal amount, Currency currency) {

    public Money {
        amount = amount.setScale(digits(currency), RoundingMode.HALF_UP);
    }

    public static Money of(BigDecimal amount, Currency currency) {
        return new Money(amount, currency);
    }

    public static Money ofMinorUnits(long units, Currency currency) {
        return new Money(BigDecimal.valueOf(units, digits(currency)), currency);
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /// Whole cents, as a database can sum them.
    ///
    /// @throws ArithmeticException when it is more than a long holds
    public long minorUnits() {
        return amount.movePointRight(digits(currency)).longValueExact();
    }

    Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other)), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other)), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /// This amount × part ÷ whole.
    Money share(BigDecimal part, BigDecimal whole) {
        return new Money(
                amount.multiply(part).divide(whole, amount.scale(), RoundingMode.HALF_UP),
                currency);
    }

    private static int digits(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }

    private BigDecimal sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "Convert %s to %s before adding them".formatted(other.currency, currency));
        }
        return other.amount;
    }
}
