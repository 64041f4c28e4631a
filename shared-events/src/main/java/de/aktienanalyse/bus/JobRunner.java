package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Jobs.Job;
import de.aktienanalyse.bus.Marks.Failure;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.UserEvent.CommandProgressed;
import de.aktienanalyse.events.UserEvent.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on the jobs of a service's queues, some at once, beside the other instances. One thread
/// takes jobs and renews the leases of those in hand; each job has a thread of its own.
final class JobRunner implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    /// What another instance was told of by a hint that got lost waits so long.
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration LAST_ORDERS = Duration.ofSeconds(3);

    private final Registry registry;
    private final Transactions transactions;
    private final Jobs jobs;
    private final DeadLetters deadLetters;
    private final Commands commands;
    private final Reactions.Sayer sayer;
    private final EventCodec codec;
    private final Clock clock;
    private final RandomGenerator random;
    private final BusMetrics metrics;
    private final Traces traces;
    private final JobRules rules;
    private final Runnable buried;
    private final Set<Work> inHand = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore free;
    private volatile boolean running = true;
    private Instant renewal = Instant.EPOCH;
    private boolean troubled;

    /// @param buried told that there is a dead letter more
    JobRunner(
            BusParts parts,
            RedisEventBus.Memory memory,
            Registry registry,
            Commands commands,
            Reactions.Sayer sayer,
            Runnable buried) {
        this.registry = registry;
        this.transactions = memory.transactions();
        this.jobs = memory.marks().jobs();
        this.deadLetters = memory.marks().deadLetters();
        this.commands = commands;
        this.sayer = sayer;
        this.codec = parts.codec();
        this.clock = parts.clock();
        this.random = parts.random();
        this.metrics = parts.metrics();
        this.traces = parts.traces();
        this.rules = memory.rules();
        this.buried = buried;
        this.free = new Semaphore(rules.workers());
    }

    void wake() {
        wake.release();
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        while (running) {
            try {
                renew();
                if (!free.tryAcquire()) {
                    rest(POLL);
                } else if (!begin()) {
                    free.release();
                    rest(untilNext());
                }
                troubled = false;
            } catch (InterruptedException e) {
                break;
            } catch (Exception e) {
                trouble(e);
            }
        }
        finish();
    }

    private void rest(Duration atMost) throws InterruptedException {
        if (wake.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    private void trouble(Exception e) {
        if (!troubled && running) {
            log.warn("Jobs wait: {}", String.valueOf(e.getMessage()));
        }
        troubled = true;
        try {
            rest(POLL);
        } catch (InterruptedException interrupted) {
            running = false;
        }
    }

    private Duration untilNext() {
        Duration left =
                jobs.next(registry.workedQueues())
                        .map(next -> Duration.between(clock.instant(), next))
                        .orElse(POLL);
        return left.compareTo(POLL) < 0 ? left : POLL;
    }

    private void renew() throws Exception {
        Instant now = clock.instant();
        if (now.isBefore(renewal) || inHand.isEmpty()) {
            return;
        }
        for (Work work : inHand) {
            if (!transactions.within(() -> jobs.renew(work.job, rules.lease()))) {
                work.lost = true;
            }
        }
        renewal = now.plus(rules.lease().dividedBy(4));
    }

    /// Takes the slot that was made free for it.
    private boolean begin() throws Exception {
        Optional<Job> job;
        try {
            // Looked for without a transaction first: in SQLite that would lock the file.
            Optional<Instant> next = jobs.next(registry.workedQueues());
            job =
                    next.isEmpty() || next.get().isAfter(clock.instant())
                            ? Optional.empty()
                            : transactions.within(
                                    () -> jobs.take(registry.workedQueues(), rules.lease()));
        } catch (Exception e) {
            free.release();
            throw e;
        }
        job.ifPresent(taken -> {
            Work work = new Work(taken);
            inHand.add(work);
            work.thread = Thread.ofVirtual().name("job").start(work);
        });
        return job.isPresent();
    }

    /// Lets end what is nearly done and gives the rest back.
    private void finish() {
        try {
            Instant deadline = Instant.now().plus(LAST_ORDERS);
            for (Work work : inHand) {
                Thread thread = work.thread;
                Duration left = Duration.between(Instant.now(), deadline);
                if (thread != null && (left.isNegative() || !thread.join(left))) {
                    thread.interrupt();
                    thread.join(Duration.ofSeconds(1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One job in hand.
    private final class Work implements Runnable, Worker.Progress {
        private final Job job;
        private volatile boolean lost;
        private volatile @Nullable Thread thread;
        private @Nullable CommandEnvelope<Command> command;
        private int percent;

        Work(Job job) {
            this.job = job;
        }

        @Override
        public void run() {
            try {
                attempt();
            } catch (Ownership.Lost taken) {
                log.info("{}", taken.getMessage());
            } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
                failed(e);
            } finally {
                inHand.remove(this);
                free.release();
                wake();
            }
        }

        private void attempt() throws Exception {
            CommandEnvelope<Command> decoded =
                    codec.decodeCommand(job.payload().getBytes(StandardCharsets.UTF_8));
            command = decoded;
            if (job.attempts() > rules.attempts()) {
                throw new IllegalStateException("Its attempts ended the process");
            }
            traces.commanded(
                    decoded,
                    () -> {
                        tell(JobState.RUNNING, null, null);
                        Worker.Conclusion conclusion = registry.work(decoded, this);
                        transactions.within(() -> {
                            jobs.end(job);
                            commands.conclude(decoded, conclusion.conclude());
                            return null;
                        });
                    });
        }

        @Override
        public void at(int reached, String doing) {
            if (lost) {
                throw new Ownership.Lost(job.queue() + " " + job.key());
            }
            percent = Math.clamp(reached, percent, 100);
            tell(JobState.RUNNING, doing, null);
        }

        private void failed(Throwable e) {
            boolean last = job.attempts() >= rules.attempts();
            Instant again = clock.instant().plus(rules.pause(job.attempts(), random));
            try {
                if (!running && isInterrupted(e)) {
                    transactions.within(() -> jobs.giveBack(job));
                    return;
                }
                transactions.within(() -> {
                    if (last) {
                        bury(e);
                    } else if (!jobs.postpone(job, again)) {
                        throw new Ownership.Lost(job.queue() + " " + job.key());
                    }
                    return null;
                });
            } catch (Exception undone) {
                log.info("{} comes again: {}", job.key(), String.valueOf(undone.getMessage()));
                return;
            }
            metrics.failed(job.queue(), name());
            log.warn("Attempt {} of {} {} failed", job.attempts(), name(), job.key(), e);
            if (last) {
                metrics.buried(job.queue());
                buried.run();
            }
            tell(
                    last ? JobState.STOPPED : JobState.RETRYING,
                    String.valueOf(e.getMessage()),
                    last ? null : again);
        }

        private void bury(Throwable e) {
            jobs.end(job);
            deadLetters.bury(
                    job,
                    name(),
                    new Failure(String.valueOf(e), GroupReader.stackHash(e), job.attempts()));
        }

        private String name() {
            return command == null ? "unknown" : command.command();
        }

        private void tell(JobState state, @Nullable String doing, @Nullable Instant nextAt) {
            CommandEnvelope<Command> told = command;
            if (told != null) {
                sayer.say(
                        new CommandProgressed(
                                job.actor(),
                                job.commandId(),
                                told.command(),
                                state,
                                percent,
                                job.attempts(),
                                doing,
                                nextAt),
                        Cause.of(told));
            }
        }

        private static boolean isInterrupted(Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InterruptedException) {
                    return true;
                }
            }
            return Thread.interrupted();
        }
    }
}
