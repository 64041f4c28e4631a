package de.aktienanalyse.gateway;

import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.fanout.Newsroom;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.outbound.Writer;
import org.springframework.context.SmartLifecycle;

/// Writes before the first client comes in; at the end says goodbye before the doors close.
final class GatewayLifecycle implements SmartLifecycle {
    private final Writer writer;
    private final Newsroom newsroom;
    private volatile boolean running;

    GatewayLifecycle(Writer writer, Fanout fanout, Newsroom newsroom) {
        this.writer = writer;
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
        newsroom.stop();
        writer.drain(CloseCode.GOING_AWAY, "gateway stops");
        writer.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
