package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/// One server and the steps it is taken through: warm before the first, and started anew after one
/// that was too much for it, so that its left-overs burden no other.
final class Ladder implements AutoCloseable {
    private static final double ENOUGH = 0.999;
    private static final double COARSE = 2;
    private static final double FINE = 1.25;
    private static final double WARM_SECONDS = 6;
    private static final int TRIES = 2;

    private final Target target;
    private final Child server;
    private final Steps steps;

    Ladder(Target target, int redisPort, int clients, double seconds, Path dir) {
        this.target = target;
        this.server = target.child(dir);
        this.steps = new Steps(target, redisPort, clients, seconds);
        start();
    }

    private void start() {
        server.start();
        Waiting.until(target.name() + " listens", 120, () -> Steps.listens(target.port()));
        try {
            // In parts: a server that is compiled while it works is behind at first.
            steps.at(target.fair() / 10.0, WARM_SECONDS / 2);
            steps.at(target.fair(), WARM_SECONDS);
        } catch (IllegalStateException e) {
            System.out.println("  warming up: " + e.getMessage());
        }
    }

    /// One that cannot be run counts as one of which nothing arrived.
    Step at(double rate) {
        Step step;
        try {
            step = steps.at(rate);
        } catch (IllegalStateException e) {
            System.out.println("  " + e.getMessage());
            step = new Step(Math.round(rate), 0, new Histogram(3));
        }
        if (step.arrived() < ENOUGH) {
            steps.close();
            server.kill();
            start();
        }
        return step;
    }

    /// The highest step that it managed: steps of twice the last, then finer ones.
    Step ceiling() {
        Step best = new Step(0, 0, new Histogram(3));
        double rate = target.fair();
        Step step = bestOf(rate);
        while (step.arrived() < ENOUGH && rate > 1000) {
            rate /= COARSE;
            step = bestOf(rate);
        }
        for (double factor : new double[] {COARSE, FINE}) {
            while (step.arrived() >= ENOUGH) {
                best = step;
                step = bestOf(best.offered() * factor);
            }
            if (factor == COARSE && best.offered() > 0) {
                step = bestOf(best.offered() * FINE);
            }
        }
        return best;
    }

    /// Twice when need be: a single bad moment is not the ceiling.
    private Step bestOf(double rate) {
        Step step = at(rate);
        for (int tries = 1; tries < TRIES && step.arrived() < ENOUGH; tries++) {
            step = at(rate);
        }
        return step;
    }

    @Override
    public void close() {
        steps.close();
        server.close();
    }
}
