package de.aktienanalyse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The time of day, and as much later as a test says. Takes the place of a gateway's own clock.
final class MovableClock extends Clock
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private volatile Duration ahead = Duration.ZERO;

    void goOn(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(
                        "movableClock",
                        Clock.class,
                        () -> this,
                        definition -> definition.setPrimary(true));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
