package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.events.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// `aktien_gateway_…`: what came in from the bus and what became of it.
public final class FanoutMetrics {
    /// Why a client may be told that something is missing.
    private static final List<String> GAPS =
            List.of(
                    "trimmed",
                    "too_long",
                    "epoch",
                    "ahead",
                    "republished",
                    "unavailable",
                    "too_often");

    private final MeterRegistry registry;
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final Counter[] heard = new Counter[Delivery.values().length];
    private final Counter unplaced;
    private final Counter conflatedBefore;
    private final Counter shedBefore;
    private final Counter lost;
    private final Counter repaired;
    private final Counter resumedEvents;
    private final Timer priceAge;

    public FanoutMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("aktien.gateway.subscriptions", subscriptions);
        for (Delivery delivery : Delivery.values()) {
            heard[delivery.ordinal()] =
                    registry.counter(
                            "aktien.gateway.heard",
                            "delivery",
                            delivery.name().toLowerCase(Locale.ROOT));
        }
        this.unplaced = registry.counter("aktien.gateway.unplaced");
        this.conflatedBefore = registry.counter("aktien.gateway.intake", "outcome", "conflated");
        this.shedBefore = registry.counter("aktien.gateway.intake", "outcome", "shed");
        this.lost = registry.counter("aktien.gateway.intake", "outcome", "lost");
        this.repaired = registry.counter("aktien.gateway.repaired");
        this.resumedEvents = registry.counter("aktien.gateway.resumed.events");
        this.priceAge =
                Timer.builder("aktien.gateway.price.age")
                        .description(
                                "from the moment a price was said until it is in the queues of"
                                        + " all who want each")
                        .publishPercentileHistogram()
                        .register(registry);
        registry.counter("aktien.gateway.resumed");
        // An alert on a rate needs the zero before the first one.
        GAPS.forEach(this::gaps);
        malformedOf("event");
        malformedOf("ready_made");
    }

    void subscriptions(int open) {
        subscriptions.set(open);
    }

    void heard(Delivery delivery) {
        heard[delivery.ordinal()].increment();
    }

    /// Not yet on the bus: a plain `PUBLISH`, heard again when it is adopted.
    void unplaced() {
        unplaced.increment();
    }

    void conflatedBefore() {
        conflatedBefore.increment();
    }

    void shedBefore() {
        shedBefore.increment();
    }

    void lost() {
        lost.increment();
    }

    /// So many events were read from a stream because their messages did not come.
    void repaired(int count) {
        repaired.increment(count);
    }

    void resumed(int events) {
        registry.counter("aktien.gateway.resumed").increment();
        resumedEvents.increment(events);
    }

    /// A client was told that something may be missing.
    void gap(String reason) {
        gaps(reason).increment();
    }

    private Counter gaps(String reason) {
        return registry.counter("aktien.gateway.gaps", "reason", reason);
    }

    /// A value is in the queues.
    void queued(String event, Instant saidAt, Instant now) {
        if (event.equals("market.price_update")) {
            priceAge.record(Duration.between(saidAt, now));
        }
    }

    void malformed(String from) {
        malformedOf(from).increment();
    }

    void skipped(String reason) {
        registry.counter("aktien.gateway.skipped", "reason", reason).increment();
    }

    private Counter malformedOf(String from) {
        return registry.counter("aktien.gateway.malformed", "from", from);
    }
}
