package de.aktienanalyse.benchmarks.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What befalls the processes.
enum Fault {
    KILL_SAYER,
    KILL_REACTOR,
    STOP_SAYER,
    STOP_REACTOR,
    KILL_REDIS,
    STOP_REDIS,
    CUT_REDIS,
    WIPE_REDIS,
    FLUSH_REDIS;

    /// @param gapMillis since the fault before
    /// @param calm whether it waits until events flow again; else it may meet a system that is
    ///   still getting up
    /// @param which of the reactor's instances
    /// @param lastsMillis how long it stays dead or stopped
    record Planned(Fault fault, long gapMillis, boolean calm, int which, long lastsMillis) {}

    /// Each kind at least once when there is time enough, then again in another order. The same
    /// seed makes the same plan.
    static List<Planned> plan(long seed, long millis, int reactors) {
        Random random = new Random(seed);
        List<Planned> plan = new ArrayList<>();
        List<Fault> round = new ArrayList<>();
        long at = 0;
        while (at < millis) {
            if (round.isEmpty()) {
                round.addAll(Arrays.asList(values()));
                Collections.shuffle(round, random);
            }
            Fault fault = round.removeLast();
            boolean stop = fault.name().startsWith("STOP");
            // Longer than a lease: the others must take a stopped one for dead.
            long lasts = stop ? 5_200 + random.nextInt(1_500) : random.nextInt(800);
            long gap = 800 + random.nextInt(1_600);
            plan.add(
                    new Planned(
                            fault, gap, random.nextInt(3) > 0, random.nextInt(reactors), lasts));
            at += gap;
        }
        return plan;
    }
}
