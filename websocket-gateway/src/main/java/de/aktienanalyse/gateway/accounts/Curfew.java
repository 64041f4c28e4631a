package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.gateway.access.LiveSockets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Ends the sockets of logins that are over: expired, or ended by another gateway. Writes down
/// which were used by a socket, since whoever reads from one must not wait for the database.
public final class Curfew implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Curfew.class);

    private final LiveSockets sockets;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Duration every;
    private @Nullable ScheduledExecutorService timer;
    private volatile boolean running;

    public Curfew(LiveSockets sockets, Sessions sessions, Tokens tokens, Duration every) {
        this.sockets = sockets;
        this.sessions = sessions;
        this.tokens = tokens;
        this.every = every;
    }

    @Override
    public void start() {
        running = true;
        long millis = every.toMillis();
        // A new one each time: what was stopped may be started again.
        ScheduledExecutorService fresh =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("curfew").factory());
        var _ = fresh.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        timer = fresh;
    }

    private void look() {
        try {
            sockets.takeUsed().stream().filter(Sessions::isSession).forEach(sessions::used);
            for (String login : sockets.logins()) {
                boolean alive =
                        Sessions.isSession(login) ? sessions.isAlive(login) : tokens.isAlive(login);
                if (!alive) {
                    sockets.end(login);
                }
            }
        } catch (RuntimeException e) {
            // Looks again in a moment; the timer must go on.
            log.warn("Could not look for logins that are over: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        running = false;
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
