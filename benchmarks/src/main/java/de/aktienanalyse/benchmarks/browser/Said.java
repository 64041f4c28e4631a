package de.aktienanalyse.benchmarks.browser;

import java.util.concurrent.atomic.AtomicLongArray;

/// How many events and values of each subject were said.
public final class Said {
    private final AtomicLongArray events;
    private final AtomicLongArray values;

    public Said(int subjects) {
        events = new AtomicLongArray(subjects);
        values = new AtomicLongArray(subjects);
    }

    public int subjects() {
        return events.length();
    }

    /// @return the number of the next event of `subject`
    public long nextEvent(int subject) {
        return events.incrementAndGet(subject);
    }

    public long nextValue(int subject) {
        return values.incrementAndGet(subject);
    }

    long events(int subject) {
        return events.get(subject);
    }

    public long values(int subject) {
        return values.get(subject);
    }

    public long events() {
        return sum(events);
    }

    public long values() {
        return sum(values);
    }

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }
}
