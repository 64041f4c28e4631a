package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import java.util.ArrayList;
import java.util.List;

/// What was told last, per partition without holes and up to the newest, so that a client that
/// comes back mostly costs neither a read nor a decoding: a hundred that come back together share
/// one. Belongs to the writer's thread.
final class Recent {
    private final int atMost;
    private final long bytesAtMost;
    private final Run[] runs = new Run[Positions.COUNT];
    private int total;
    private long bytes;

    private static final class Run {
        private List<Told> told = new ArrayList<>();
        private int start;

        /// Sequence of the first that is kept; of the next that comes when none is.
        private long first = 1;

        /// What lies before is not in the stream either.
        private long floor;

        int size() {
            return told.size() - start;
        }
    }

    Recent(int atMost, long bytesAtMost) {
        this.atMost = atMost;
        this.bytesAtMost = bytesAtMost;
        for (int partition = 0; partition < runs.length; partition++) {
            runs[partition] = new Run();
        }
    }

    /// The next of its partition.
    void add(Told told, Place place) {
        Run run = runs[place.partition()];
        run.told.add(told);
        count(told, 1);
        while ((total > atMost || bytes > bytesAtMost) && total > 0) {
            dropOldest(longest());
        }
    }

    private Run longest() {
        Run longest = runs[0];
        for (Run run : runs) {
            longest = run.size() > longest.size() ? run : longest;
        }
        return longest;
    }

    private void dropOldest(Run run) {
        Told oldest = run.told.get(run.start);
        count(oldest, -1);
        run.start++;
        run.first++;
        if (run.start > run.told.size() / 2) {
            run.told = new ArrayList<>(run.told.subList(run.start, run.told.size()));
            run.start = 0;
        }
    }

    private void count(Told told, int sign) {
        total += sign;
        if (told instanceof News news) {
            Frame frame = news.frame();
            bytes += sign * (long) frame.bytes().length;
        }
    }

    /// What was known of the partition does not lead to `next` any more.
    void restart(int partition, long next) {
        Run run = runs[partition];
        run.told.subList(run.start, run.told.size()).forEach(told -> count(told, -1));
        runs[partition] = new Run();
        runs[partition].first = next;
    }

    /// Sequence of the oldest that is kept.
    long first(int partition) {
        return runs[partition].first;
    }

    boolean has(int partition, long sequence) {
        return sequence >= runs[partition].first;
    }

    /// Whether it is known that this and what lies before is not to be had.
    boolean isLost(int partition, long sequence) {
        return sequence < runs[partition].floor;
    }

    Told get(int partition, long sequence) {
        Run run = runs[partition];
        return run.told.get((int) (sequence - run.first) + run.start);
    }

    /// What lies before the first, as the stream has it: oldest first, the last one may be one that
    /// is kept. Takes the part without holes.
    ///
    /// @param from the sequence that was asked for
    void prepend(int partition, long from, List<Told> older) {
        Run run = runs[partition];
        long expected = run.first - 1;
        List<Told> fitting = new ArrayList<>();
        for (int i = older.size() - 1; i >= 0; i--) {
            Place place = older.get(i).place();
            if (place != null && place.sequence() == expected) {
                fitting.add(older.get(i));
                expected--;
            } else if (place != null && place.sequence() < expected) {
                break;
            }
        }
        if (expected >= from) {
            run.floor = Math.max(run.floor, expected + 1);
        }
        List<Told> all = new ArrayList<>(fitting.size() + run.size());
        all.addAll(fitting.reversed());
        all.addAll(run.told.subList(run.start, run.told.size()));
        run.told = all;
        run.start = 0;
        run.first -= fitting.size();
        fitting.forEach(told -> count(told, 1));
    }
}
