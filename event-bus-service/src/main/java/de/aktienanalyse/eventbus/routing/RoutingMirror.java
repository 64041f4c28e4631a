package de.aktienanalyse.eventbus.routing;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.topology.Announcements;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps the hash that the groups' readers look at equal to the table, also after a wipe: field
/// `<pattern>` holds the targets, field [#CONTROLLED] the groups that get only what the table gives
/// them. A group that is not among those gets everything it hears.
@Component
class RoutingMirror {
    static final String KEY = "aktienanalyse:routing";
    static final String CONTROLLED = "@targets";

    private static final Logger log = LoggerFactory.getLogger(RoutingMirror.class);

    private final RoutingTable table;
    private final Announcements announcements;
    private final TransactionOperations transactions;
    private final RedisDesk redis;
    private final EventCodec codec;
    private boolean troubled;

    RoutingMirror(
            RoutingTable table,
            Announcements announcements,
            TransactionOperations transactions,
            RedisDesk redis,
            EventCodec codec) {
        this.table = table;
        this.announcements = announcements;
        this.transactions = transactions;
        this.redis = redis;
        this.codec = codec;
    }

    @Scheduled(fixedDelay = 500)
    void repair() {
        try {
            SortedMap<String, SortedSet<String>> reactions = controlled(announcements);
            if (!redis.isOpen() || reactions.isEmpty()) {
                return;
            }
            if (table.isNew(reactions)) {
                transactions.executeWithoutResult(_ -> table.adopt(reactions));
            }
            Map<String, String> wanted = fields(List.copyOf(reactions.keySet()));
            if (!wanted.equals(redis.hash(KEY))) {
                redis.replaceHash(KEY, wanted, "changed");
            }
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                log.warn("The routing table is mirrored later: {}", String.valueOf(e.getMessage()));
            }
            troubled = true;
        }
    }

    private Map<String, String> fields(List<String> groups) {
        Map<String, String> fields = new TreeMap<>();
        Rule.resolved(table.rules(), groups)
                .forEach((pattern, targets) ->
                        fields.put(pattern, codec.mapper().writeValueAsString(targets)));
        fields.put(CONTROLLED, codec.mapper().writeValueAsString(groups));
        return fields;
    }

    /// All groups but the journal's: streams are only cut where it has everything.
    static SortedMap<String, SortedSet<String>> controlled(Announcements announcements) {
        SortedMap<String, SortedSet<String>> reactions = announcements.reactions();
        reactions.remove(RoutingDesk.JOURNAL);
        return reactions;
    }
}
