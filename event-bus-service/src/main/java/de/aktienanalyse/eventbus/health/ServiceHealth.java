package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertType;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import de.aktienanalyse.events.SystemEvent.StatusReported;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Watches over the services. Heartbeats only leave a mark; once a second one look at the marks
/// finds what has changed, writes it down and says it. So the bus's thread never waits for the
/// database.
@Component
public class ServiceHealth {
    private static final Logger log = LoggerFactory.getLogger(ServiceHealth.class);

    /// Who slept longer than this himself (a paused process, a suspended laptop) cannot judge
    /// others.
    private static final Duration SLEPT = Duration.ofSeconds(5);

    /// A last value from before a restart of the bus is no sign of life.
    private static final Duration STALE = Duration.ofMinutes(1);

    private static final int MOST_INSTANCES = 500;

    private final HealthRules rules;
    private final Diagnosis diagnosis;
    private final StatusHistory history;
    private final TransactionOperations transactions;
    private final EventBus bus;
    private final Clock clock;
    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final Map<String, InstanceState> states = new ConcurrentHashMap<>();
    private final Instant startedAt;
    private final ReentrantLock looking = new ReentrantLock();
    private boolean remembered;
    private @Nullable Instant lastLook;
    private Instant mayAccuseFrom;

    public ServiceHealth(
            HealthRules rules,
            StatusHistory history,
            TransactionOperations transactions,
            EventBus bus,
            Clock clock) {
        this.rules = rules;
        this.diagnosis = new Diagnosis(rules.silence());
        this.history = history;
        this.transactions = transactions;
        this.bus = bus;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.mayAccuseFrom = startedAt;
    }

    public void hear(EventEnvelope<StatusReported> heard) {
        StatusReported beat = heard.data();
        Instant now = clock.instant();
        // The bus tells the current values when this begins to listen: who said one may be dead.
        boolean saidBefore =
                beat.timestamp().isBefore(startedAt) && beat.status() != ServiceStatus.OFFLINE;
        if (saidBefore || Duration.between(beat.timestamp(), now).compareTo(STALE) > 0) {
            return;
        }
        String instance = beat.instance() == null ? beat.serviceName() : beat.instance();
        if (pulses.containsKey(instance) || pulses.size() < MOST_INSTANCES) {
            pulses.put(instance, new Pulse(beat, now));
        }
    }

    /// Never call it inside a transaction. A look that takes longer than a second is not overtaken
    /// by the next.
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
    void look() {
        if (looking.tryLock()) {
            try {
                lookOnce();
            } finally {
                looking.unlock();
            }
        }
    }

    private void lookOnce() {
        Instant now = clock.instant();
        if (!remembered) {
            remember(now);
            remembered = true;
        }
        boolean mayAccuse = mayAccuse(now);
        List<Changed> changes = new ArrayList<>();
        pulses.forEach((instance, pulse) -> {
            InstanceState known = states.get(instance);
            InstanceState found =
                    diagnosis.of(
                            instance, pulse.beat().serviceName(), pulse, known, now, mayAccuse);
            if (!found.equals(known)) {
                changes.add(new Changed(known, found, pulse));
            }
        });
        if (!changes.isEmpty()) {
            writeDown(changes, now);
        }
        forgetGone(now);
    }

    private record Changed(@Nullable InstanceState from, InstanceState to, Pulse pulse) {
        boolean fellSilent() {
            return to.silent();
        }

        boolean isBack() {
            return from != null && from.silent() && !to.silent();
        }
    }

    private void writeDown(List<Changed> changes, Instant now) {
        transactions.executeWithoutResult(_ -> {
            for (Changed change : changes) {
                history.save(change.to());
                if (change.fellSilent()) {
                    bus.publish(alert(change, Severity.CRITICAL, now));
                } else if (change.isBack()) {
                    bus.publish(alert(change, Severity.INFO, now));
                }
            }
        });
        for (Changed change : changes) {
            states.put(change.to().instance(), change.to());
            log.info(
                    "{} is {}{}",
                    change.to().instance(),
                    change.to().status(),
                    change.fellSilent() ? ": nothing is heard of it" : "");
        }
    }

    private PerformanceAlertRaised alert(Changed change, Severity severity, Instant now) {
        Duration age = Duration.between(change.pulse().heardAt(), now);
        return new PerformanceAlertRaised(
                PerformanceAlertType.SERVICE_SILENT,
                change.to().service(),
                "heartbeat_age_seconds",
                age.toMillis() / 1000.0,
                rules.silence().toMillis() / 1000.0,
                severity,
                now);
    }

    /// After a restart silence counts from now on; what was silent before stays so until it is
    /// heard.
    private void remember(Instant now) {
        for (InstanceState state : history.current()) {
            states.put(state.instance(), state);
            Instant heardAt = state.silent() ? Instant.EPOCH : now;
            ServiceStatus status = state.silent() ? ServiceStatus.ONLINE : state.status();
            pulses.putIfAbsent(
                    state.instance(),
                    new Pulse(
                            new StatusReported(
                                    state.service(),
                                    status,
                                    0,
                                    0,
                                    0,
                                    heardAt,
                                    null,
                                    state.instance()),
                            heardAt));
        }
    }

    /// Not when we slept, and not when nobody at all is heard: then it is we who are deaf. After
    /// either the others have the whole time to be heard again.
    private boolean mayAccuse(Instant now) {
        Instant last = lastLook;
        lastLook = now;
        boolean slept = last != null && Duration.between(last, now).compareTo(SLEPT) > 0;
        boolean deaf = pulses.values().stream().allMatch(pulse -> diagnosis.isQuiet(pulse, now));
        if (slept || deaf) {
            mayAccuseFrom = now.plus(rules.silence());
        }
        return !now.isBefore(mayAccuseFrom);
    }

    /// An instance that was scaled away is no trouble while its sisters work.
    private void forgetGone(Instant now) {
        for (InstanceState state : List.copyOf(states.values())) {
            boolean gone =
                    state.status() == ServiceStatus.OFFLINE
                            && Duration.between(state.since(), now).compareTo(rules.forget()) > 0;
            boolean covered =
                    states.values().stream()
                            .anyMatch(other ->
                                    other.service().equals(state.service())
                                            && other.status() != ServiceStatus.OFFLINE);
            if (gone && covered) {
                transactions.executeWithoutResult(_ -> history.forget(state.instance()));
                states.remove(state.instance());
                pulses.remove(state.instance());
            }
        }
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forgetOldChanges() {
        transactions.executeWithoutResult(
                _ -> history.forgetBefore(clock.instant().minus(rules.history())));
    }

    /// Everyone known, by service and instance.
    List<InstanceHealth> instances() {
        return states.values().stream()
                .map(state -> InstanceHealth.of(state, pulses.get(state.instance())))
                .sorted(
                        Comparator.comparing(InstanceHealth::service)
                                .thenComparing(InstanceHealth::instance))
                .toList();
    }

    /// Status per service: online when all its instances are, offline when none lives, else
    /// degraded.
    Map<String, ServiceStatus> services() {
        Map<String, ServiceStatus> services = new TreeMap<>();
        for (InstanceState state : states.values()) {
            services.merge(
                    state.service(),
                    state.status(),
                    (one, other) -> one == other ? one : ServiceStatus.DEGRADED);
        }
        rules.services().forEach(service -> services.putIfAbsent(service, ServiceStatus.OFFLINE));
        return services;
    }

    Instant now() {
        return clock.instant();
    }
}
