package de.aktienanalyse.gateway.outbound;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/// What is to be done later. Belongs to the writer's thread.
final class Timers {
    private record Timed(long at, Runnable task) {}

    private final PriorityQueue<Timed> waiting =
            new PriorityQueue<>((one, other) -> Long.signum(one.at() - other.at()));

    void add(long at, Runnable task) {
        waiting.add(new Timed(at, task));
    }

    /// When the next is due, or `otherwise` when that is earlier.
    long next(long otherwise) {
        Timed first = waiting.peek();
        return first != null && first.at() - otherwise < 0 ? first.at() : otherwise;
    }

    /// @return whether anything was due
    boolean run(long now, Consumer<Runnable> runner) {
        boolean any = false;
        for (Timed first = waiting.peek();
                first != null && first.at() - now <= 0;
                first = waiting.peek()) {
            waiting.remove();
            runner.accept(first.task());
            any = true;
        }
        return any;
    }
}
