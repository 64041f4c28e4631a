package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import de.aktienanalyse.bus.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/// `page`: what quotes cost the page of the dashboard in each frame, in a Chromium with a user who
/// has set up the suite; whether each price that it shows is the last that was said; and whether
/// anything on it moves.
final class PageBench {
    private static final int SHARES = 100;

    /// As many as the small line of a share has.
    private static final int DAYS = 130;

    private static final int WARM_UP_SECONDS = 10;

    /// On a busy machine a browser has much to read yet when nothing more is said.
    private static final int SETTLE_SECONDS = 40;

    private static final int WIDTH = 1440;

    /// @param prices how many it shows, wherever one scrolls
    private record View(String name, String hash, int height, int prices) {}

    private static final List<View> VIEWS =
            List.of(
                    new View("Märkte", "#/maerkte", 900, SHARES),
                    new View("Märkte, high window", "#/maerkte", 2600, SHARES),
                    new View("a share with its chart", "#/maerkte/A000", 900, SHARES + 1),
                    new View("order ticket", "#/orders?symbol=A000&side=buy", 900, 1));

    private final Said said = new Said(SHARES);
    private final int seconds;
    private final int perSecond;
    private final Report report;

    private PageBench(int seconds, int perSecond) {
        this.seconds = seconds;
        this.perSecond = perSecond;
        report =
                new Report(
                        "Page: %,d quotes/s of %d shares, %d s"
                                .formatted(perSecond, SHARES, seconds),
                        List.of(
                                "view",
                                "rows in view",
                                "script per frame, ms on the processor: p50 / p99 / worst",
                                "by the clock",
                                "main thread per frame, p50 / p99",
                                "frames/s",
                                "tasks > 50 ms",
                                "layouts forced",
                                "layout shift",
                                "heap grown by, KiB",
                                "prices: received + conflated / due",
                                "outcome"));
    }

    /// `page [seconds] [quotes/s]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        Path dir = Files.createTempDirectory("page-bench");
        Path root = Path.of(System.getProperty("bench.root"));
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess _ = ServiceProcess.aktienanalyse(dir, redis.url(), 0.001).start();
                ServiceProcess gateway = ServiceProcess.gateway(dir, redis.url()).start();
                Visitor visitor = new Visitor(root, dir)) {
            String url = "http://127.0.0.1:" + gateway.port() + "/";
            String token = Files.readString(dir.resolve("setup-token")).strip();
            visitor.ask("setUp", Map.of("url", url, "token", token));
            ok = new PageBench(seconds, perSecond).run(redis, visitor, url);
        }
        System.exit(ok ? 0 : 1);
    }

    private boolean run(RedisProcess redis, Visitor visitor, String url) {
        boolean ok = true;
        try (Publisher publisher = new Publisher(redis.url(), said, Tape::quote);
                ScoreEar scores = new ScoreEar(redis.url())) {
            publisher.bars(Tape.bars(SHARES, DAYS)::iterator);
            Waiting.holds(90, () -> scores.open() == 0);
            publisher.everyValueOnce();
            for (View view : VIEWS) {
                ok &= measure(view, redis, publisher, visitor, url);
            }
        }
        report.note(
                "Goal: ≤ 4 ms script per frame, no layout shift. Script as the browser's own tools count it, with the"
                        + " collection of garbage. A page that must wait for the processor makes fewer frames, and has"
                        + " more quotes in each. The first %d s of each view are not counted."
                                .formatted(WARM_UP_SECONDS));
        report.keep();
        return ok;
    }

    private boolean measure(
            View view, RedisProcess redis, Publisher publisher, Visitor visitor, String url) {
        long before = said.values();
        long kept = redis.with(asked -> asked.hlen(Keys.latest("market")));
        JsonNode opened =
                visitor.ask(
                        "open",
                        Map.of(
                                "url", url,
                                "hash", view.hash(),
                                "width", WIDTH,
                                "height", view.height(),
                                "shares", kept));
        JsonNode measured = underQuotes(publisher, visitor);
        AtomicReference<Shown> shown = new AtomicReference<>();
        Waiting.holds(
                SETTLE_SECONDS,
                () -> {
                    shown.set(Shown.of(visitor.ask("shown"), said, view.prices()));
                    return shown.get().isNewest();
                });
        long due = kept + said.values() - before;
        AtomicReference<Received> received = new AtomicReference<>();
        Waiting.holds(
                SETTLE_SECONDS,
                () -> {
                    received.set(Received.of(visitor.ask("received"), due));
                    return received.get().isAll();
                });
        return row(view, opened, measured, shown.get(), received.get());
    }

    /// They go on until all is measured, however long the tools of the browser take.
    private JsonNode underQuotes(Publisher publisher, Visitor visitor) {
        AtomicBoolean measured = new AtomicBoolean();
        Thread sayer =
                Thread.ofPlatform()
                        .name("quotes")
                        .start(() -> {
                            while (!measured.get()) {
                                publisher.say(0, perSecond, 1);
                            }
                        });
        try {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS));
            return visitor.ask("measure", Map.of("seconds", seconds));
        } finally {
            measured.set(true);
            join(sayer);
        }
    }

    private static void join(Thread sayer) {
        try {
            sayer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether all is as promised, whatever the times are
    private boolean row(
            View view, JsonNode opened, JsonNode measured, Shown shown, Received received) {
        JsonNode shifts = measured.get("shifts");
        Histogram processor = times(measured.get("processor"));
        Histogram script = times(measured.get("script"));
        List<String> wrong = new ArrayList<>();
        if (!shown.isNewest()) {
            wrong.add(shown.toString());
        }
        if (!received.isAll()) {
            wrong.add("not all prices received or told as conflated");
        }
        if (!shifts.isEmpty()) {
            wrong.add("moved, as the first of %d: %s".formatted(shifts.size(), shifts.get(0)));
        }
        report.row(
                view.name(),
                opened.get("rows").asInt(),
                Times.ms(processor) + " / " + Times.ms(processor, 100),
                Times.ms(script) + " / " + Times.ms(script, 100),
                Times.ms(times(measured.get("main"))),
                "%.0f".formatted(script.getTotalCount() / measured.get("seconds").asDouble()),
                measured.get("longTasks").size(),
                measured.get("forced").asInt(),
                shifts.isEmpty() ? "0" : "%.5f".formatted(sum(shifts)),
                measured.get("grown").asLong() / 1024,
                received,
                wrong.isEmpty() ? "ok" : "WRONG: " + String.join("; ", wrong));
        return wrong.isEmpty();
    }

    private static double sum(JsonNode shifts) {
        double sum = 0;
        for (JsonNode shift : shifts) {
            sum += shift.get("value").asDouble();
        }
        return sum;
    }

    private static Histogram times(JsonNode ms) {
        Histogram histogram = new Histogram(3);
        for (JsonNode time : ms) {
            histogram.recordValue((long) (time.asDouble() * 1e6));
        }
        return histogram;
    }

    /// What the page counted, of all that was said while it was open and all that was kept before.
    private record Received(long prices, long conflated, long due) {

        static Received of(JsonNode told, long due) {
            return new Received(told.get("prices").asLong(), told.get("conflated").asLong(), due);
        }

        boolean isAll() {
            return prices + conflated == due;
        }

        @Override
        public String toString() {
            return "%,d + %,d / %,d".formatted(prices, conflated, due);
        }
    }
}
