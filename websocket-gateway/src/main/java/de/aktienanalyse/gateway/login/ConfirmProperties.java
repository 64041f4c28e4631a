package de.aktienanalyse.gateway.login;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/// How long a password that was typed counts for orders and settings. A bare number is of minutes.
///
/// @param confirmAfter `AKTIEN_CONFIRM_AFTER`: since it was typed or last needed; `0` or `off`: it
///   is never asked for again
/// @param confirmAtMost `AKTIEN_CONFIRM_AT_MOST`: since it was typed, whatever was done meanwhile
@ConfigurationProperties("aktien.login")
public record ConfirmProperties(
        @DefaultValue(AFTER) String confirmAfter, @DefaultValue(AT_MOST) String confirmAtMost) {
    private static final String AFTER = "15m";
    private static final String AT_MOST = "2h";

    public ConfirmProperties {
        // A variable of the environment that is there and empty is as good as none.
        confirmAfter = confirmAfter.isBlank() ? AFTER : confirmAfter.strip();
        confirmAtMost = confirmAtMost.isBlank() ? AT_MOST : confirmAtMost.strip();
    }

    Duration after() {
        return "off".equalsIgnoreCase(confirmAfter)
                ? Duration.ZERO
                : duration("AKTIEN_CONFIRM_AFTER", confirmAfter);
    }

    Duration atMost() {
        Duration longest = duration("AKTIEN_CONFIRM_AT_MOST", confirmAtMost);
        if (longest.isZero()) {
            throw new IllegalStateException(
                    "AKTIEN_CONFIRM_AT_MOST must be longer than 0; AKTIEN_CONFIRM_AFTER=off is what"
                            + " never asks for the password again");
        }
        return longest;
    }

    private static Duration duration(String setting, String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text, ChronoUnit.MINUTES);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException _) {
            // Told below, by the name that its user knows.
        }
        throw new IllegalStateException(setting + " is no time such as 15m or 2h: " + text);
    }
}
