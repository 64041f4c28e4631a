package de.aktienanalyse.benchmarks.crash;

import de.aktienanalyse.benchmarks.crash.Fault.Planned;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DataAccessException;

/// One run of the crash test: starts a Redis, a sayer and two instances of a reactor, lets the plan
/// of faults befall them under load, waits until all is quiet, and has the result checked.
final class CrashRun implements AutoCloseable {
    private static final int REACTORS = 2;
    private static final int QUIET_SECONDS = 150;

    /// So many effects since the last fault mean that events flow.
    private static final int FLOWING = 20;

    private static final int PATIENCE_SECONDS = 30;

    /// Some dozen events: what a power cut takes off the end of the append-only file.
    private static final long CUT = 50_000;

    /// Longer than the relay waits between two looks at what Redis has.
    private static final long SETTLE_MILLIS = 6_500;

    /// They are started again and again, also on a busy machine.
    private static final List<String> START_FAST =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private record Due(long at, Runnable action) {}

    private final Path dir;
    private final PrintStream out;
    private final RedisProcess redis;
    private final Child sayer;
    private final List<Child> reactors = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
    private final Set<Child> away = new HashSet<>();
    private final long begin = System.nanoTime();
    private boolean redisAway;

    /// @param dir for databases and logs
    /// @param broken whether the reactor takes its inbox marks away again
    CrashRun(Path dir, PrintStream out, int perSecond, boolean broken) {
        this.dir = dir;
        this.out = out;
        this.redis = new RedisProcess(dir.resolve("redis")).start();
        this.sayer = child(Sayer.class, "crash-sayer", "--crash.rate=" + perSecond);
        for (int i = 1; i <= REACTORS; i++) {
            reactors.add(child(Reactor.class, "crash-reactor-" + i, "--crash.broken=" + broken));
        }
    }

    /// `crash [seconds] [seed] [events per second] [broken]`
    static void main(String[] args) throws IOException {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 30;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis();
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 300;
        boolean broken = args.length > 3 && args[3].equals("broken");
        Path dir = Files.createTempDirectory("crash-test");
        System.out.println("Databases and logs: " + dir);
        Verdict verdict;
        try (CrashRun run = new CrashRun(dir, System.out, rate, broken)) {
            verdict = run.under(Fault.plan(seed, seconds * 1000, REACTORS), seed);
        }
        System.out.println(verdict);
        System.exit(verdict.ok() ? 0 : 1);
    }

    private Child child(Class<?> main, String instance, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--crash.quiet=" + dir.resolve("quiet"));
        arguments.add("--aktien.bus.redis-url=" + redis.url());
        arguments.add("--aktien.bus.instance=" + instance);
        return new Child(
                instance,
                dir.resolve(instance + ".log"),
                Child.java(START_FAST, main, arguments.toArray(String[]::new)),
                Map.of("AKTIEN_DATA_DIR", dir.toString()));
    }

    Verdict under(List<Planned> plan, long seed) {
        out.printf("Seed %d, %d faults planned%n", seed, plan.size());
        sayer.start();
        // The first one makes the tables for both.
        reactors.getFirst().start();
        Waiting.until("the first effect", 180, () -> allRun() && counts()[1] > 0);
        reactors.stream().skip(1).forEach(Child::start);

        plan.forEach(this::befall);
        carryOn(() -> due.isEmpty());
        return settle();
    }

    private boolean allRun() {
        if (!sayer.runs() || !reactors.getFirst().runs()) {
            throw new IllegalStateException("A service does not start; see the logs in " + dir);
        }
        return true;
    }

    private void later(long millis, Runnable action) {
        due.add(new Due(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), action));
    }

    /// Lets what is due happen until a condition holds.
    private void carryOn(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            while (!due.isEmpty() && due.element().at() - System.nanoTime() <= 0) {
                due.remove().action().run();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void befall(Planned planned) {
        long gap = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(planned.gapMillis());
        carryOn(() -> System.nanoTime() - gap >= 0);
        if (planned.calm()) {
            long patience = gap + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            long before = counts()[1];
            carryOn(() -> counts()[1] >= before + FLOWING || System.nanoTime() - patience >= 0);
        }
        Child reactor = reactors.get(planned.which());
        long lasts = planned.lastsMillis();
        carryOn(() ->
                switch (planned.fault()) {
                    case KILL_SAYER -> kill(sayer, lasts);
                    case KILL_REACTOR -> kill(reactor, lasts);
                    case STOP_SAYER -> stop(sayer, lasts);
                    case STOP_REACTOR -> stop(reactor, lasts);
                    case KILL_REDIS -> killRedis(lasts, () -> {});
                    case STOP_REDIS -> stopRedis(lasts);
                    case CUT_REDIS -> killRedis(lasts, () -> redis.cut(CUT));
                    case WIPE_REDIS -> killRedis(lasts, redis::forget);
                    case FLUSH_REDIS -> flush();
                });
        out.printf(
                "%6.1f s %s for %d ms, said %d%n",
                (System.nanoTime() - begin) / 1e9, planned.fault(), lasts, counts()[0]);
    }

    private boolean kill(Child child, long lasts) {
        if (!away.add(child)) {
            return false;
        }
        child.kill();
        later(
                lasts,
                () -> {
                    child.start();
                    away.remove(child);
                });
        return true;
    }

    private boolean stop(Child child, long lasts) {
        if (!away.add(child)) {
            return false;
        }
        child.signal("STOP");
        later(
                lasts,
                () -> {
                    child.signal("CONT");
                    away.remove(child);
                });
        return true;
    }

    private boolean stopRedis(long lasts) {
        if (redisAway) {
            return false;
        }
        redisAway = true;
        redis.signal("STOP");
        later(
                lasts,
                () -> {
                    redis.signal("CONT");
                    redisAway = false;
                });
        return true;
    }

    /// @param loss what it forgets while it is dead
    private boolean killRedis(long lasts, Runnable loss) {
        if (redisAway) {
            return false;
        }
        redisAway = true;
        redis.kill();
        loss.run();
        later(
                lasts,
                () -> {
                    redis.start();
                    redisAway = false;
                });
        return true;
    }

    private boolean flush() {
        return !redisAway && redis.with(commands -> commands.flushall()).equals("OK");
    }

    /// Ends the load, waits until all that was said has come through, and then a little longer for
    /// what comes twice.
    private Verdict settle() {
        long last = System.nanoTime();
        try {
            Files.createFile(dir.resolve("quiet"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.holds(
                QUIET_SECONDS,
                () -> {
                    long[] counts = counts();
                    return counts[1] >= counts[0]
                            && counts[2] >= counts[0]
                            && System.nanoTime() - last
                                    > TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
                });
        close();
        return Verdict.of(said(), done());
    }

    /// The tables may not be there yet.
    private long[] counts() {
        try {
            return Verdict.counts(said(), done());
        } catch (DataAccessException e) {
            return new long[3];
        }
    }

    private Path said() {
        return dir.resolve("crash-sayer.db");
    }

    private Path done() {
        return dir.resolve("crash-reactor.db");
    }

    @Override
    public void close() {
        sayer.close();
        reactors.forEach(Child::close);
        redis.close();
    }
}
