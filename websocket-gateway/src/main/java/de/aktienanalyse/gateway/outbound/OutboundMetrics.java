package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.frames.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// `aktien_gateway_…`: what went out, what did not, and why connections ended.
public final class OutboundMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();
    private final Counter[] sent = new Counter[OutboundQueue.OWN + 1];
    private final Counter conflated;
    private final Counter shed;
    private final Counter slowCloses;
    private final Timer pendingWrites;
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong writeNanos = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger deepest = new AtomicInteger();

    public OutboundMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("aktien.gateway.connections", connections);
        for (Delivery delivery : Delivery.values()) {
            sent[delivery.ordinal()] = out(delivery.name().toLowerCase(Locale.ROOT));
        }
        sent[OutboundQueue.OWN] = out("own");
        this.conflated = registry.counter("aktien.gateway.conflated");
        this.shed = registry.counter("aktien.gateway.shed");
        this.pendingWrites =
                Timer.builder("aktien.gateway.write.pending")
                        .description("how long writes took that a socket did not take at once")
                        .publishPercentileHistogram()
                        .register(registry);
        FunctionTimer.builder(
                        "aktien.gateway.write",
                        writes,
                        AtomicLong::get,
                        _ -> writeNanos.get(),
                        TimeUnit.NANOSECONDS)
                .description("from the moment a batch is begun until the socket has it")
                .register(registry);
        registry.gauge("aktien.gateway.queue.waiting", waiting);
        registry.gauge("aktien.gateway.queue.deepest", deepest);
        this.slowCloses = registry.counter("aktien.gateway.slow.closes");
        // An alert on a rate needs the zero before the first one.
        for (CloseCode code : CloseCode.values()) {
            closes(code);
        }
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

    /// @param all messages that wait, of all connections
    /// @param most of the connection for which most wait
    record Queues(int all, int most) {}

    void queues(Queues queues) {
        waiting.set(queues.all());
        deepest.set(queues.most());
    }

    /// On the writer's thread alone, for each write of each client: a histogram would cost more
    /// than the rest of what is done beside the system call, so only those that took time have one.
    ///
    /// @param pending whether the socket did not take it at once
    void wrote(long nanos, boolean pending) {
        writes.setRelease(writes.getPlain() + 1);
        writeNanos.setRelease(writeNanos.getPlain() + nanos);
        if (pending) {
            pendingWrites.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void conflated(int count) {
        conflated.increment(count);
    }

    void shed() {
        shed.increment();
    }

    void slowClose() {
        slowCloses.increment();
    }

    void closed(CloseCode code) {
        closes(code).increment();
    }

    private Counter closes(CloseCode code) {
        return registry.counter("aktien.gateway.closes", "code", Integer.toString(code.number()));
    }
}
