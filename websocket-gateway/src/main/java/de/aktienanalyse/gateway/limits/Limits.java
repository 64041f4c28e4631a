package de.aktienanalyse.gateway.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands out what each may use. Rates and connection counts are without limit when they are not
/// enforced; sizes and subscriptions stay bounded whatever the setting.
public final class Limits {
    private static final Logger log = LoggerFactory.getLogger(Limits.class);

    private final LimitProperties properties;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final Map<String, TokenBucket> commands = new ConcurrentHashMap<>();

    public Limits(LimitProperties properties, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        if (!properties.enforced()) {
            log.warn("AKTIEN_LIMITS=off: rates and connection counts are not limited");
        }
    }

    /// For one new connection.
    public TokenBucket messages() {
        return bucket(properties.messagesPerSecond(), properties.messageBurst());
    }

    /// Whether `user` may send one more command now.
    public boolean mayCommand(String user) {
        return commands.computeIfAbsent(
                        user,
                        _ -> bucket(properties.commandsPerSecond(), properties.commandBurst()))
                .take();
    }

    public int subscriptions() {
        return properties.subscriptions();
    }

    /// Takes one of the address's connections; [#disconnected] gives it back.
    ///
    /// @return false when it has none left; then nothing is to be given back
    public boolean connected(String address) {
        int bound = properties.enforced() ? properties.connectionsPerAddress() : Integer.MAX_VALUE;
        int now = connections.merge(address, 1, Integer::sum);
        if (now > bound) {
            disconnected(address);
            return false;
        }
        return true;
    }

    public void disconnected(String address) {
        connections.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    }

    private TokenBucket bucket(int perSecond, int burst) {
        return properties.enforced()
                ? new TokenBucket(perSecond, burst, nanoTime)
                : new TokenBucket(Integer.MAX_VALUE, Integer.MAX_VALUE, nanoTime);
    }
}
