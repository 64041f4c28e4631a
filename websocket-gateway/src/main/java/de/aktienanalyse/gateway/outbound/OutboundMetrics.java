package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.frames.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// `aktien_gateway_…`: what went out, what did not, and why connections ended.
public final class OutboundMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();
    private final Counter[] sent = new Counter[OutboundQueue.OWN + 1];
    private final Counter conflated;
    private final Counter shed;
    private final Counter slowCloses;

    public OutboundMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("aktien.gateway.connections", connections);
        for (Delivery delivery : Delivery.values()) {
            sent[delivery.ordinal()] = out(delivery.name().toLowerCase(Locale.ROOT));
        }
        sent[OutboundQueue.OWN] = out("own");
        this.conflated = registry.counter("aktien.gateway.conflated");
        this.shed = registry.counter("aktien.gateway.shed");
        this.slowCloses = registry.counter("aktien.gateway.slow.closes");
    }

    private Counter out(String delivery) {
        return registry.counter("aktien.gateway.messages.out", "delivery", delivery);
    }

    void connections(int open) {
        connections.set(open);
    }

    /// Takes the counts of a pass and sets them to zero.
    void sent(long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                sent[i].increment(counts[i]);
                counts[i] = 0;
            }
        }
    }

    void conflated() {
        conflated.increment();
    }

    void shed() {
        shed.increment();
    }

    void slowClose() {
        slowCloses.increment();
    }

    void closed(CloseCode code) {
        registry.counter("aktien.gateway.closes", "code", Integer.toString(code.number()))
                .increment();
    }
}
