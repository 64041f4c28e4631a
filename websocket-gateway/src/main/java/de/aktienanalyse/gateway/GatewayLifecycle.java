package de.aktienanalyse.gateway;

import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.fanout.Newsroom;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.outbound.Writer;
import java.util.random.RandomGenerator;
import org.springframework.context.SmartLifecycle;

/// Writes before the first client comes in; at the end says goodbye before the doors close.
final class GatewayLifecycle implements SmartLifecycle {
    private final Writer writer;
    private final Newsroom newsroom;
    private final RandomGenerator random;
    private volatile boolean running;

    GatewayLifecycle(Writer writer, Fanout fanout, Newsroom newsroom, RandomGenerator random) {
        this.writer = writer;
        this.random = random;
        this.newsroom = newsroom;
        // Not in start(): clients may come in as soon as the web server, in an earlier phase, has
        // started.
        writer.start(fanout);
        newsroom.start();
    }

    @Override
    public void start() {
        running = true;
    }

    /// Comes first of all that stops, since this has the last phase.
    @Override
    public void stop() {
        // News go on until the last has left.
        writer.drain(CloseCode.GOING_AWAY, "gateway stops", random);
        newsroom.stop();
        writer.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
