package de.aktienanalyse.verwaltung.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTests {

    @ParameterizedTest
    @CsvSource({
        "USD, 12.345, 1235",
        "USD, -0.01, -1",
        "USD, 1E3, 100000",
        "JPY, 12.5, 13",
        "KWD, 12.345, 12345",
        "XXX, 7, 7"
    })
    void isTheSameAfterwardsInWholeCents(String code, BigDecimal amount, long units) {
        Money money = Money.of(amount, Currency.getInstance(code));

        assertThat(money.minorUnits()).isEqualTo(units);
        assertThat(Money.ofMinorUnits(units, money.currency())).isEqualTo(money);
    }

    @Test
    void refusesToLoseWhatALongCannotHold() {
        Money money = Money.of(new BigDecimal("1E17"), Currency.getInstance("USD"));

        assertThatThrownBy(money::minorUnits).isInstanceOf(ArithmeticException.class);
    }
}
