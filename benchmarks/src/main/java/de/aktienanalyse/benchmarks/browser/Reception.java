package de.aktienanalyse.benchmarks.browser;

import java.util.Arrays;
import java.util.BitSet;

/// What one client got, checked as it comes. Sayers number the events of each subject from 1, and
/// so the values; those numbers, not the positions of the bus, say what is missing.
public final class Reception {
    private static final long NONE = -1;

    private final BitSet[] events;
    private final long[] newestEvent;
    private final long[] newestValue;
    private final long[] firstValue;
    private long received;
    private long doubled;
    private long overtaken;
    private long gaps;
    private long values;
    private long stale;
    private long conflated;
    private long untold;
    private long valuesHere;
    private long conflatedHere;

    public Reception(int subjects) {
        events = new BitSet[subjects];
        Arrays.setAll(events, _ -> new BitSet());
        newestEvent = new long[subjects];
        newestValue = new long[subjects];
        firstValue = new long[subjects];
        Arrays.fill(firstValue, NONE);
    }

    public void event(int subject, long n) {
        if (events[subject].get((int) n)) {
            doubled++;
            return;
        }
        events[subject].set((int) n);
        received++;
        if (n < newestEvent[subject]) {
            overtaken++;
        }
        newestEvent[subject] = Math.max(newestEvent[subject], n);
    }

    /// The first of a connection is the snapshot, where counting begins.
    public void value(int subject, long n) {
        boolean first = firstValue[subject] == NONE;
        if (first) {
            firstValue[subject] = n;
        } else {
            values++;
            valuesHere++;
        }
        if (n < newestValue[subject] || !first && n == newestValue[subject]) {
            stale++;
        }
        newestValue[subject] = Math.max(newestValue[subject], n);
    }

    /// The server tells how many values it left out.
    public void conflated(long count) {
        conflated += count;
        conflatedHere += count;
    }

    /// The server tells that something may be missing.
    public void gap() {
        gaps++;
    }

    /// Whether a value of each subject has come on this connection.
    public boolean hasAllValues() {
        for (long first : firstValue) {
            if (first == NONE) {
                return false;
            }
        }
        return true;
    }

    /// The connection is gone: another one begins with another snapshot.
    public void cut() {
        untold += between(newestValue) - valuesHere - conflatedHere;
        Arrays.fill(firstValue, NONE);
        valuesHere = 0;
        conflatedHere = 0;
    }

    long received() {
        return received;
    }

    /// To be asked while nothing is on the way.
    public Verdict against(Said said) {
        long missing = 0;
        for (int subject = 0; subject < events.length; subject++) {
            missing += said.events(subject) - events[subject].cardinality();
        }
        long[] last = new long[firstValue.length];
        Arrays.setAll(last, said::values);
        long uncounted = between(last) - valuesHere - conflatedHere;
        return new Verdict(
                1,
                said.events(),
                received,
                missing,
                doubled,
                overtaken,
                gaps,
                said.values(),
                values,
                conflated,
                Math.abs(uncounted),
                untold,
                stale);
    }

    private long between(long[] last) {
        long sum = 0;
        for (int subject = 0; subject < firstValue.length; subject++) {
            sum += firstValue[subject] == NONE ? 0 : last[subject] - firstValue[subject];
        }
        return sum;
    }
}
