package de.aktienanalyse.benchmarks.crash;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Says numbered events without end, each in one transaction with the row that says so: what is in
/// that table was acknowledged. Gives commands beside them. Now and then a transaction is rolled
/// back, and nothing of it may be heard.
final class Talk implements SmartLifecycle {
    static final int SUBJECTS = 24;

    private static final Logger log = LoggerFactory.getLogger(Talk.class);

    private final EventBus bus;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final RandomGenerator random;
    private final Clock clock;
    private final Path quiet;
    private final long pause;
    private final Orders orders;
    private volatile boolean running;

    /// @param quiet as soon as this file is there nothing more is said
    Talk(
            EventBus bus,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            RandomGenerator random,
            Clock clock,
            Path quiet,
            int perSecond) {
        this.bus = bus;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
        this.quiet = quiet;
        this.pause = 1_000_000_000L / perSecond;
        this.orders = new Orders(bus, jdbc, clock);
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().daemon().name("talk").start(this::talk);
        Thread.ofPlatform().daemon().name("orders").start(this::order);
    }

    private void order() {
        try {
            boolean open = true;
            while (running && open) {
                open = orders.one(!Files.exists(quiet));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk() {
        long due = System.nanoTime();
        while (running && !Files.exists(quiet)) {
            try {
                one();
            } catch (DataAccessException | TransactionException e) {
                log.warn("Said nothing: {}", e.getMessage());
            }
            due = Math.max(due + pause, System.nanoTime() - 100_000_000L);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void one() {
        String subject = "S%02d".formatted(random.nextInt(SUBJECTS));
        transactions.executeWithoutResult(status -> {
            long n =
                    jdbc.sql("select coalesce(max(n), 0) + 1 from crash_said where subject = ?")
                            .param(subject)
                            .query(Long.class)
                            .single();
            jdbc.sql("insert into crash_said (subject, n) values (?, ?)")
                    .params(subject, n)
                    .update();
            bus.publish(bar(subject, n, clock.instant()));
            if (random.nextInt(20) == 0) {
                status.setRollbackOnly();
            }
        });
    }

    private static BarClosed bar(String subject, long n, Instant now) {
        return new BarClosed(
                subject,
                null,
                now.minusSeconds(60),
                now,
                "PT1M",
                null,
                null,
                null,
                BigDecimal.valueOf(n),
                null,
                "EUR",
                "crash-test",
                false,
                false);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
