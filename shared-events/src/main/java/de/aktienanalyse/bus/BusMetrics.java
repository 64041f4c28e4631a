package de.aktienanalyse.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// What the bus counts. Labels are bounded: never a symbol, a client or an id.
final class BusMetrics {
    private final MeterRegistry registry;
    private final LongAdder reactions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    BusMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// @param verdict `OK` or `DUP`
    void published(String family, String verdict, int events) {
        if (events > 0) {
            counter("aktien_bus_published", "family", family, "verdict", verdict).increment(events);
        }
    }

    /// @param verdict `OK`, or `REFUSED` when Redis has it already, or a newer one
    void latest(String family, String verdict) {
        counter("aktien_bus_latest", "family", family, "verdict", verdict).increment();
    }

    void notSaid(String delivery) {
        counter("aktien_bus_not_said", "delivery", delivery).increment();
    }

    void relayTrouble() {
        counter("aktien_bus_relay_trouble").increment();
    }

    /// @param link `pubsub` or `commands`
    void linkMadeAnew(String link) {
        counter("aktien_bus_link_made_anew", "link", link).increment();
    }

    void rewound(String family, long events) {
        counter("aktien_bus_said_again", "family", family).increment(events);
    }

    void reacted(String group, String eventType, Duration took) {
        reactions.increment();
        nanos.add(took.toNanos());
        Timer.builder("aktien_bus_reaction")
                .tag("group", group)
                .tag("type", eventType)
                .publishPercentileHistogram(false)
                .register(registry)
                .record(took);
    }

    void repeated(String group) {
        counter("aktien_bus_repeated", "group", group).increment();
    }

    void failed(String group, String eventType) {
        failures.increment();
        counter("aktien_bus_failed", "group", group, "type", eventType).increment();
    }

    void buried(String group) {
        counter("aktien_bus_dead_letters", "group", group).increment();
    }

    void missing(String group) {
        counter("aktien_bus_missing", "group", group).increment();
    }

    void unrouted(String group) {
        counter("aktien_bus_unrouted", "group", group).increment();
    }

    void replayRefused(String group) {
        counter("aktien_bus_replay_refused", "group", group).increment();
    }

    void unknown() {
        counter("aktien_bus_unknown_type").increment();
    }

    void malformed(String where) {
        counter("aktien_bus_malformed", "where", where).increment();
    }

    void shed(String family) {
        counter("aktien_bus_shed", "family", family).increment();
    }

    void command(String command, String status) {
        counter("aktien_bus_commands", "command", command, "status", status).increment();
    }

    /// Average time of a reaction since the last call, in ms, and failures per reaction.
    Lately lately() {
        long count = reactions.sumThenReset();
        long failed = failures.sumThenReset();
        long total = nanos.sumThenReset();
        return new Lately(
                count == 0 ? 0 : total / 1e6 / count,
                count + failed == 0 ? 0 : (double) failed / (count + failed));
    }

    record Lately(double responseTimeMs, double errorRate) {}

    private Counter counter(String name, String... tags) {
        return registry.counter(name, tags);
    }
}
