package de.aktienanalyse.benchmarks.browser;

import java.util.ArrayList;
import java.util.List;

/// How far what clients got is what they were promised.
///
/// @param due events of class EVERY that should have come
/// @param gaps how often a server said that something may be missing
/// @param valuesDue values that were said during the whole run, also while a client was away
/// @param conflated values that a server told to have left out
/// @param uncounted on connections that ended in quiet: values neither received nor told; also when
///   too many were
/// @param untold on connections that were cut: values between first and last neither received nor
///   told, because the next count was still to come
/// @param stale values that came after a newer one
public record Verdict(
        int clients,
        long due,
        long received,
        long missing,
        long doubled,
        long overtaken,
        long gaps,
        long valuesDue,
        long values,
        long conflated,
        long uncounted,
        long untold,
        long stale) {

    static final Verdict NONE = new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Verdict and(Verdict o) {
        return new Verdict(
                clients + o.clients,
                due + o.due,
                received + o.received,
                missing + o.missing,
                doubled + o.doubled,
                overtaken + o.overtaken,
                gaps + o.gaps,
                valuesDue + o.valuesDue,
                values + o.values,
                conflated + o.conflated,
                uncounted + o.uncounted,
                untold + o.untold,
                stale + o.stale);
    }

    public boolean isAsPromised() {
        return faults().isEmpty();
    }

    /// What is wrong, in words; empty when nothing is.
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        fault(faults, clients == 0 ? 1 : 0, "no client");
        fault(faults, due == 0 ? 1 : 0, "nothing said");
        fault(faults, missing, "missing");
        fault(faults, doubled, "twice");
        fault(faults, overtaken, "out of order");
        fault(faults, gaps, "gaps");
        fault(faults, uncounted, "values uncounted");
        fault(faults, stale, "values stale");
        return faults;
    }

    private static void fault(List<String> faults, long count, String what) {
        if (count != 0) {
            faults.add("%,d %s".formatted(count, what));
        }
    }

    /// Values said between the last of a connection and the first of the next.
    public long valuesAway() {
        return valuesDue - values - conflated - uncounted - untold;
    }

    public String deliveredPercent() {
        return "%.3f %%".formatted(100.0 * (due - missing) / Math.max(1, due));
    }

    public String outcome() {
        return isAsPromised() ? "ok" : "WRONG: " + String.join(", ", faults());
    }
}
