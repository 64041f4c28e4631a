package de.aktienanalyse.bus;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who of several instances works on what: rows in the service's own database, never in Redis, so
/// that the check of the fence commits or fails together with the work it guards.
///
/// Instances renew together and share the resources evenly. One that stops renewing is replaced
/// after [#LEASE].
final class Ownership {
    /// With the renewal each second this makes a dead instance replaced within five.
    static final Duration LEASE = Duration.ofSeconds(4);

    static final Duration RENEWAL = Duration.ofSeconds(1);

    /// The work was taken over by another instance; nothing of it may commit.
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost(String resource) {
            super(resource + " now belongs to another instance");
        }
    }

    private static final Comparator<String> IN_ORDER = Comparator.comparingInt(String::hashCode);

    private record Held(long fence, long untilTime) {}

    private record Claim(String resource, String owner, long fence, long untilTime) {}

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Clock clock;
    private final String instance;
    private final Fencing fencing;
    private final Set<String> resources = ConcurrentHashMap.newKeySet();
    private final Map<String, Held> owned = new ConcurrentHashMap<>();

    Ownership(
            JdbcClient jdbc,
            Transactions transactions,
            Clock clock,
            String instance,
            Fencing fencing) {
        this.fencing = fencing;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.instance = instance;
    }

    void wants(String resource) {
        resources.add(resource);
    }

    boolean owns(String resource) {
        return fence(resource) != null;
    }

    /// Under which fence it is ours; null when it is not. Another one than before means that it was
    /// somebody else's in between.
    ///
    /// Null as well when the lease ended without a renewal: a process that was stopped must not
    /// read a stream that another may have taken over, although it has not been told yet.
    @Nullable Long fence(String resource) {
        Held held = owned.get(resource);
        return held == null || clock.millis() >= held.untilTime() ? null : held.fence();
    }

    /// Locks the claim for the transaction around the call and refuses when it is no longer ours.
    void check(String resource) {
        Held held = owned.get(resource);
        boolean ours =
                held != null
                        && jdbc.sql(fencing.check())
                                .params(resource, held.fence())
                                .query((row, _) -> row.getString("owner"))
                                .optional()
                                .filter(instance::equals)
                                .isPresent();
        if (!ours) {
            owned.remove(resource);
            throw new Lost(resource);
        }
    }

    /// The same, and for the rest of the transaction nobody else works on `others` either, whoever
    /// owns them.
    void checkAlone(String resource, Collection<String> others) {
        begin();
        // One order for all, the one of renewals too, so that nobody waits crosswise.
        Stream.concat(others.stream(), Stream.of(resource))
                .sorted(IN_ORDER)
                .forEach(other ->
                        jdbc.sql("update bus_owner set fence = fence where resource = ?")
                                .param(other)
                                .update());
        check(resource);
    }

    /// Renews what is ours, takes what is free, gives back what is more than our share.
    void renew() throws Exception {
        Map<String, Held> now = transactions.within(this::share);
        owned.keySet().retainAll(now.keySet());
        owned.putAll(now);
    }

    /// Gives everything back at once, so that another instance need not wait for the lease to end.
    void release() throws Exception {
        owned.clear();
        transactions.within(() -> {
            begin();
            jdbc.sql("update bus_owner set until_time = 0 where owner = ?")
                    .param(instance)
                    .update();
            jdbc.sql("delete from bus_instance where instance = ?").param(instance).update();
            return null;
        });
    }

    /// Whoever stands still from here on loses its locks.
    private void begin() {
        if (!fencing.begin().isEmpty()) {
            jdbc.sql(fencing.begin()).query().singleValue();
        }
    }

    private Map<String, Held> share() {
        begin();
        long now = clock.millis();
        long until = now + LEASE.toMillis();
        int instances = enlist(now, until);
        Map<String, Claim> claims = new HashMap<>();
        jdbc.sql("select resource, owner, fence, until_time from bus_owner")
                .query((row, _) ->
                        new Claim(
                                row.getString("resource"),
                                row.getString("owner"),
                                row.getLong("fence"),
                                row.getLong("until_time")))
                .list()
                .forEach(claim -> claims.put(claim.resource(), claim));

        List<String> mine = new ArrayList<>();
        List<String> free = new ArrayList<>();
        for (String resource : resources.stream().sorted(IN_ORDER).toList()) {
            Claim claim = claims.get(resource);
            if (claim != null && claim.owner().equals(instance) && claim.untilTime() > now) {
                mine.add(resource);
            } else if (claim == null || claim.untilTime() <= now) {
                free.add(resource);
            }
        }
        int share = Math.ceilDiv(resources.size(), instances);
        Map<String, Held> result = new HashMap<>();
        for (String resource : mine) {
            Claim claim = claims.get(resource);
            if (result.size() >= share) {
                write(resource, claim, fenceOf(claim), 0);
            } else if (write(resource, claim, fenceOf(claim), until)) {
                result.put(resource, new Held(fenceOf(claim), until));
            }
        }
        for (String resource : free) {
            Claim claim = claims.get(resource);
            if (result.size() < share && write(resource, claim, fenceOf(claim) + 1, until)) {
                result.put(resource, new Held(fenceOf(claim) + 1, until));
            }
        }
        return result;
    }

    private static long fenceOf(@Nullable Claim claim) {
        return claim == null ? 0 : claim.fence();
    }

    private int enlist(long now, long until) {
        jdbc.sql(
                        "insert into bus_instance (instance, until_time) values (?, ?)"
                                + " on conflict (instance) do update set until_time = excluded.until_time")
                .params(instance, until)
                .update();
        jdbc.sql("delete from bus_instance where until_time < ?").param(now).update();
        return jdbc.sql("select count(*) from bus_instance").query(Integer.class).single();
    }

    /// Writes a claim if it still is what was read: in PostgreSQL two can reach for it at once.
    private boolean write(String resource, @Nullable Claim read, long fence, long until) {
        if (read == null) {
            return jdbc.sql(
                                    "insert into bus_owner (resource, owner, fence, until_time)"
                                            + " values (?, ?, ?, ?) on conflict do nothing")
                            .params(resource, instance, fence, until)
                            .update()
                    == 1;
        }
        return jdbc.sql(
                                "update bus_owner set owner = ?, fence = ?, until_time = ?"
                                        + " where resource = ? and fence = ? and until_time = ?")
                        .params(instance, fence, until, resource, read.fence(), read.untilTime())
                        .update()
                == 1;
    }
}
