package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.limits.AddressKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The connections that are no WebSocket, most of them of people we do not know yet: so many and no
/// more, none for long without a whole request. When all places are taken, who has waited longest
/// for itself makes room for the next.
///
/// @param <K> names a connection
final class Guests<K> {
    /// Time enough for an honest request to come in: who is younger makes no room.
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    private static final class Guest {
        final @Nullable String network;

        /// When what it does now began.
        long since;

        /// Between two requests: Tomcat's own timeout ends it.
        boolean resting;

        /// Tomcat is at work for it, or waits for the body of its request.
        boolean busy;

        /// Hears events: somebody who logged in, and is counted there.
        boolean listening;

        boolean leaving;

        Guest(@Nullable String network, long since) {
            this.network = network;
            this.since = since;
        }
    }

    private final int atMost;
    private final int perNetwork;
    private final Predicate<InetAddress> standsForMany;
    private final long patience;
    private final Consumer<K> turnAway;
    private final LongSupplier nanoTime;
    private final Map<K, Guest> guests = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofNetworks = new HashMap<>();
    private int leaving;
    private int most;

    /// @param standsForMany whether so many and no more of one network does not hold for this one,
    ///   a proxy
    /// @param turnAway ends a connection without waiting; [#left] follows later
    Guests(
            int atMost,
            int perNetwork,
            Predicate<InetAddress> standsForMany,
            long patience,
            Consumer<K> turnAway,
            LongSupplier nanoTime) {
        this.atMost = atMost;
        this.perNetwork = perNetwork;
        this.standsForMany = standsForMany;
        this.patience = patience;
        this.turnAway = turnAway;
        this.nanoTime = nanoTime;
    }

    /// @return false: there is no room for it
    synchronized boolean arrived(K key, InetAddress address) {
        if (guests.size() >= 2L * atMost) {
            // Those who shall go do not: nothing else bounds them.
            return false;
        }
        String network =
                standsForMany.test(address) ? null : AddressKey.of(address.getHostAddress());
        if (network != null
                && ofNetworks.getOrDefault(network, 0) >= perNetwork
                && !makeRoom(guest -> network.equals(guest.network))) {
            return false;
        }
        if (guests.size() - leaving >= atMost && !makeRoom(_ -> true)) {
            return false;
        }
        guests.put(key, new Guest(network, nanoTime.getAsLong()));
        if (network != null) {
            ofNetworks.merge(network, 1, Integer::sum);
        }
        most = Math.max(most, guests.size() - leaving);
        return true;
    }

    /// Without waiting for others: all that WebSockets say passes here.
    ///
    /// @param key null: closed meanwhile
    boolean has(@Nullable K key) {
        return key != null && guests.containsKey(key);
    }

    /// Something came from it, or is to be done for it.
    synchronized void served(K key) {
        Guest guest = guests.get(key);
        if (guest != null) {
            if (guest.resting) {
                guest.resting = false;
                guest.since = nanoTime.getAsLong();
            }
            guest.busy = true;
        }
    }

    /// Has its answer.
    synchronized void rests(K key) {
        Guest guest = guests.get(key);
        if (guest != null) {
            guest.busy = false;
            guest.listening = false;
            guest.resting = true;
            guest.since = nanoTime.getAsLong();
        }
    }

    /// @param listening it is served and the answer goes on; else its request is not whole yet
    synchronized void waits(K key, boolean listening) {
        Guest guest = guests.get(key);
        if (guest != null) {
            guest.busy = false;
            guest.listening = listening;
        }
    }

    /// Is no guest any more: a WebSocket, or over.
    synchronized void left(K key) {
        Guest guest = guests.remove(key);
        if (guest != null) {
            if (guest.leaving) {
                leaving--;
            } else {
                freePlace(guest);
            }
        }
    }

    /// Ends those whose request does not come.
    synchronized void turnAwayTheLate() {
        long now = nanoTime.getAsLong();
        guests.forEach((key, guest) -> {
            if (!guest.leaving
                    && !guest.resting
                    && !guest.busy
                    && !guest.listening
                    && now - guest.since >= patience) {
                end(key, guest);
            }
        });
    }

    synchronized int count() {
        return guests.size() - leaving;
    }

    /// As many as there ever were at once.
    synchronized int most() {
        return most;
    }

    /// One that Tomcat is at work for only when no other can go: it may be about to be answered.
    private boolean makeRoom(Predicate<Guest> among) {
        long now = nanoTime.getAsLong();
        K found = null;
        Guest worst = null;
        for (Map.Entry<K, Guest> entry : guests.entrySet()) {
            Guest guest = entry.getValue();
            if (!guest.leaving
                    && !guest.listening
                    && now - guest.since >= GRACE
                    && among.test(guest)
                    && (worst == null || goesBefore(guest, worst))) {
                found = entry.getKey();
                worst = guest;
            }
        }
        if (found == null || worst == null) {
            return false;
        }
        end(found, worst);
        return true;
    }

    private static boolean goesBefore(Guest one, Guest other) {
        return one.busy == other.busy ? one.since < other.since : other.busy;
    }

    private void end(K key, Guest guest) {
        guest.leaving = true;
        leaving++;
        freePlace(guest);
        turnAway.accept(key);
    }

    private void freePlace(Guest guest) {
        if (guest.network != null) {
            ofNetworks.computeIfPresent(guest.network, (_, count) -> count > 1 ? count - 1 : null);
        }
    }
}
