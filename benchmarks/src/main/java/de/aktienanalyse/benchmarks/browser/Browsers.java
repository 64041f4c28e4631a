package de.aktienanalyse.benchmarks.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Clients on one selector thread that come back whenever their connection ends.
public final class Browsers implements AutoCloseable {
    private static final long HIGHEST = 120_000_000_000L;

    private record Timer(long at, long number, Runnable work) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final Selector selector;
    final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    final RandomGenerator random;

    private final String token;
    private final int subjects;
    private final List<Browser> browsers = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "browsers");
    private Histogram connects = new Histogram(HIGHEST, 3);
    private Histogram latencies = new Histogram(HIGHEST, 3);
    private volatile int port;
    private volatile int live;
    private volatile long cuts;
    private volatile @Nullable Throwable failure;
    private volatile boolean running = true;

    volatile boolean hurried;
    private long timerNumber;

    /// @param token what they authenticate with
    public Browsers(int port, String token, int subjects, RandomGenerator random) {
        this.port = port;
        this.token = token;
        this.subjects = subjects;
        this.random = random;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /// More clients, which connect at once.
    ///
    /// @param bytesPerSecond how fast they read once they are live; 0: as fast as they can
    public void add(int count, Protocol protocol, int bytesPerSecond) {
        ask(() -> {
            for (int i = 0; i < count; i++) {
                Browser browser = new Browser(this, protocol, subjects, bytesPerSecond);
                browsers.add(browser);
                browser.connect();
            }
            return count;
        });
    }

    /// Cuts each client once within the next `spread` nanoseconds, one after the other; each comes
    /// back after at most `away`.
    public void cutAll(long spread, long away) {
        ask(() -> {
            for (int i = 0; i < browsers.size(); i++) {
                Browser browser = browsers.get(i);
                after(
                        spread * i / browsers.size(),
                        () -> {
                            cuts++;
                            browser.cut(random.nextLong(away + 1));
                        });
            }
            return 0;
        });
    }

    /// Cuts all at once; they stay away until [#comeBack].
    public void leave() {
        ask(() -> {
            browsers.forEach(each -> each.cut(-1));
            return 0;
        });
    }

    public void comeBack() {
        ask(() -> {
            browsers.forEach(Browser::connect);
            return 0;
        });
    }

    /// From now on also the slow ones read as fast as they can, so that a run has an end.
    public void hurry() {
        hurried = true;
    }

    public int live() {
        check();
        return live;
    }

    public long cuts() {
        return cuts;
    }

    public int count() {
        return ask(browsers::size);
    }

    /// Events that all together have got, doubled ones not counted.
    public long received() {
        return ask(() -> browsers.stream().mapToLong(each -> each.reception().received()).sum());
    }

    public Verdict against(Said said) {
        return ask(() ->
                browsers.stream()
                        .map(each -> each.reception().against(said))
                        .reduce(Verdict.NONE, Verdict::and));
    }

    /// Times from connecting to being live, since last asked.
    public Histogram takeConnects() {
        return ask(() -> {
            Histogram taken = connects;
            connects = new Histogram(HIGHEST, 3);
            return taken;
        });
    }

    /// Times from the plan to say an event to its arrival, since last asked.
    public Histogram takeLatencies() {
        return ask(() -> {
            Histogram taken = latencies;
            latencies = new Histogram(HIGHEST, 3);
            return taken;
        });
    }

    public void moveTo(int newPort) {
        port = newPort;
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    void after(long nanos, Runnable work) {
        timers.add(new Timer(System.nanoTime() + nanos, timerNumber++, work));
    }

    void left() {
        live--;
    }

    void arrived(long took) {
        live++;
        connects.recordValue(Math.clamp(took, 0, HIGHEST));
    }

    void heard(long stamp) {
        if (stamp > 0) {
            latencies.recordValue(Math.clamp(System.nanoTime() - stamp, 0, HIGHEST));
        }
    }

    private <T> T ask(Supplier<T> question) {
        check();
        CompletableFuture<T> answer = new CompletableFuture<>();
        orders.add(() -> answer.complete(question.get()));
        selector.wakeup();
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void check() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("A client cannot go on", thrown);
        }
    }

    private void run() {
        try {
            while (running) {
                Timer next = timers.peek();
                long left = next == null ? Long.MAX_VALUE : next.at() - System.nanoTime();
                long millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 0, 50);
                if (millis == 0) {
                    selector.selectNow(chosen -> ((Browser) chosen.attachment()).ready());
                } else {
                    selector.select(chosen -> ((Browser) chosen.attachment()).ready(), millis);
                }
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                while (!timers.isEmpty() && timers.peek().at() - System.nanoTime() <= 0) {
                    timers.poll().work().run();
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join(2000);
            for (Browser browser : browsers) {
                browser.cut(-1);
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
