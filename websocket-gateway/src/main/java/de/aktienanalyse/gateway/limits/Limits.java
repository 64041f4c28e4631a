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

    private static final double MINUTE = 60;

    /// Of all addresses together, so that one stranger cannot lock a user out.
    private static final int GUESSES_PER_USER = 6;

    /// Refusals that are written down of one somebody, and of all.
    private static final int NOTES_PER_MINUTE = 10;

    private static final int ALL_NOTES_PER_MINUTE = 60;

    private final LimitProperties properties;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final Map<String, Integer> connectionsOfUsers = new ConcurrentHashMap<>();
    private final Buckets commands;
    private final Buckets reads;
    private final Buckets repeats;
    private final Buckets handshakes;
    private final Buckets logins;
    private final Buckets loginsAsUser;
    private final Buckets notes;
    private final TokenBucket allNotes;

    public Limits(LimitProperties properties, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.commands =
                new Buckets(
                        () -> bucket(properties.commandsPerSecond(), properties.commandBurst()));
        this.reads = new Buckets(() -> bucket(properties.readsPerSecond(), properties.readBurst()));
        this.repeats =
                new Buckets(() -> bucket(properties.repeatsPerSecond(), properties.repeatBurst()));
        int handshakesPerMinute = properties.handshakesPerMinute();
        this.handshakes =
                new Buckets(() -> bucket(handshakesPerMinute / MINUTE, handshakesPerMinute));
        this.logins = guesses(properties.loginsPerMinute());
        this.loginsAsUser = guesses(GUESSES_PER_USER * properties.loginsPerMinute());
        this.notes =
                new Buckets(() ->
                        new TokenBucket(NOTES_PER_MINUTE / MINUTE, NOTES_PER_MINUTE, nanoTime));
        this.allNotes =
                new TokenBucket(ALL_NOTES_PER_MINUTE / MINUTE, ALL_NOTES_PER_MINUTE, nanoTime);
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
        return commands.of(user).take();
    }

    /// Whether `user` may ask for one more thing by HTTP now. What there is to look at is often
    /// looked up by those who write to all.
    public boolean mayRead(String user) {
        return reads.of(user).take();
    }

    /// Whether `user` may be told so many messages now that are no news: missed ones or current
    /// values. Each costs those who write to all.
    public boolean mayRepeat(String user, int messages) {
        return repeats.of(user).take(messages);
    }

    public int subscriptions() {
        return properties.subscriptions();
    }

    /// Whether `address` may try to open a socket now.
    public boolean mayShakeHands(String address) {
        return handshakes.of(AddressKey.of(address)).take();
    }

    /// Whether `address` may try a password or a one-time link now.
    public boolean mayLogIn(String address) {
        return logins.of(AddressKey.of(address)).take();
    }

    /// Whether somebody may try a password of this user now.
    public boolean mayLogInAs(String name) {
        return loginsAsUser.of(name).take();
    }

    /// Whether one more refusal of this user or address is worth a line in a log that only grows.
    public boolean mayNote(String who) {
        return notes.of(AddressKey.of(who)).take() && allNotes.take();
    }

    /// How long one who may not log in should wait.
    public int secondsUntilLogin() {
        return (int) Math.ceil(MINUTE / properties.loginsPerMinute());
    }

    /// Takes one of the address's and one of the user's connections; [#disconnected] gives them
    /// back.
    ///
    /// @return false when one of them has none left; then nothing is to be given back
    public boolean connected(String address, String user) {
        String network = AddressKey.of(address);
        if (!taken(connections, network, properties.connectionsPerAddress())) {
            return false;
        }
        if (!taken(connectionsOfUsers, user, properties.connectionsPerUser())) {
            givenBack(connections, network);
            return false;
        }
        return true;
    }

    public void disconnected(String address, String user) {
        givenBack(connections, AddressKey.of(address));
        givenBack(connectionsOfUsers, user);
    }

    private boolean taken(Map<String, Integer> counts, String name, int atMost) {
        int now = counts.merge(name, 1, Integer::sum);
        if (now > (properties.enforced() ? atMost : Integer.MAX_VALUE)) {
            givenBack(counts, name);
            return false;
        }
        return true;
    }

    private static void givenBack(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (_, count) -> count > 1 ? count - 1 : null);
    }

    private Buckets guesses(int perMinute) {
        return new Buckets(() -> new TokenBucket(perMinute / MINUTE, perMinute, nanoTime));
    }

    private TokenBucket bucket(double perSecond, int burst) {
        return properties.enforced()
                ? new TokenBucket(perSecond, burst, nanoTime)
                : new TokenBucket(Integer.MAX_VALUE, Integer.MAX_VALUE, nanoTime);
    }
}
