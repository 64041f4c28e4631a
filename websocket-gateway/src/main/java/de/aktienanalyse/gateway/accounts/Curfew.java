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

/// Ends the sockets of logins that are over: expired, or ended by another gateway. Those that came
/// in by the word of a proxy come again from time to time, since the proxy tells nobody when its
/// own logins end. Writes down which were used by a socket, since whoever reads from one must not
/// wait for the database.
public final class Curfew implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Curfew.class);

    private final LiveSockets sockets;
    private final Sessions sessions;
    private final Logins logins;
    private final Duration every;
    private final Duration lifeByProxy;
    private @Nullable ScheduledExecutorService timer;
    private volatile boolean running;

    /// @param lifeByProxy of a socket that came in by the word of a proxy
    public Curfew(
            LiveSockets sockets,
            Sessions sessions,
            Logins logins,
            Duration every,
            Duration lifeByProxy) {
        this.sockets = sockets;
        this.sessions = sessions;
        this.logins = logins;
        this.every = every;
        this.lifeByProxy = lifeByProxy;
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
                if (!logins.isAlive(login)) {
                    sockets.end(login);
                } else if (ProxyLogins.isOne(login)) {
                    sockets.renew(login, lifeByProxy);
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
