package de.aktienanalyse.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmPropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "15m, PT15M",
        "20, PT20M",
        "PT1H, PT1H",
        "90s, PT90S",
        "' ', PT15M",
        "0, PT0S",
        "OFF, PT0S"
    })
    void isATimeInMinutesOrOff(String text, Duration expected) {
        assertThat(new ConfirmProperties(text, "2h").after()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5m", "15 bananas"})
    void whatIsNoTimeIsToldByTheNameOfItsSetting(String text) {
        assertThatThrownBy(() -> new ConfirmProperties(text, "2h").after())
                .hasMessageContaining("AKTIEN_CONFIRM_AFTER");
        assertThatThrownBy(() -> new ConfirmProperties("15m", text).atMost())
                .hasMessageContaining("AKTIEN_CONFIRM_AT_MOST");
    }

    @Test
    void aBoundOfNothingIsAMistake() {
        assertThatThrownBy(() -> new ConfirmProperties("15m", "0").atMost())
                .hasMessageContaining("AKTIEN_CONFIRM_AFTER=off");
    }
}
