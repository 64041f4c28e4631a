package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.Waiting;
import org.HdrHistogram.Histogram;

/// A client that leaves, misses `gap` events and comes back.
final class Leaver implements AutoCloseable {
    private final Contestant contestant;
    private final Browsers browser;
    private final int gap;
    private Histogram took = new Histogram(3);
    private int times;
    private long missingBefore;

    Leaver(Contestant contestant, int gap) {
        this.contestant = contestant;
        this.gap = gap;
        this.browser = contestant.clients(1, 1);
    }

    int gap() {
        return gap;
    }

    /// Who has heard nothing yet does not know where it is.
    void settle() {
        Waiting.holds(5, () -> browser.received() == contestant.said().events());
    }

    void leave() {
        browser.leave();
    }

    /// A time counts only if the server did not say that it cannot tell what was missed.
    void comeBack() {
        long gaps = gaps();
        browser.takeConnects();
        browser.comeBack();
        Waiting.until(
                "it is back after " + gap + " at " + contestant.name(),
                30,
                () -> browser.live() == 1);
        times++;
        if (gaps() == gaps) {
            took.add(browser.takeConnects());
        }
    }

    private long gaps() {
        return browser.against(contestant.said()).gaps();
    }

    /// What it has got since last asked.
    Outcome take() {
        Verdict verdict = contestant.verdict(browser);
        long due = (long) times * gap;
        Outcome outcome = new Outcome(times, took, due, verdict.missing() - missingBefore, verdict);
        missingBefore = verdict.missing();
        times = 0;
        took = new Histogram(3);
        return outcome;
    }

    /// @param due events that it missed, all times together
    /// @param missing of these
    /// @param verdict on the whole run up to here
    record Outcome(int times, Histogram took, long due, long missing, Verdict verdict) {
        String deliveredPercent() {
            return "%.3f %%".formatted(100.0 * (due - missing) / Math.max(1, due));
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
