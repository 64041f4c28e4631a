package de.aktienanalyse.eventbus.deadletters;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Instructions about dead letters on their way to the service that has them: a row in the
/// transaction of the command, then an entry of the service's stream. A crash between the entry and
/// the row's end sends it twice under the same id, which counts once there.
@Component
public class Instructions {
    private static final Logger log = LoggerFactory.getLogger(Instructions.class);
    private static final int BATCH = 100;

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final RedisDesk redis;
    private final EventCodec codec;
    private final RandomGenerator random;
    private final Clock clock;
    private boolean troubled;

    public Instructions(
            JdbcClient database,
            TransactionOperations transactions,
            RedisDesk redis,
            EventCodec codec,
            RandomGenerator random,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.redis = redis;
        this.codec = codec;
        this.random = random;
        this.clock = clock;
    }

    private record Instruction(
            String id,
            String action,
            String group,
            @Nullable String eventId,
            @Nullable String eventType,
            @Nullable String reason,
            String actor) {}

    private record Row(String id, String service, String json) {}

    /// Within the caller's transaction.
    String give(
            String service,
            String action,
            String group,
            @Nullable String eventId,
            @Nullable String eventType,
            @Nullable String reason,
            String actor) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        Instruction instruction =
                new Instruction(id, action, group, eventId, eventType, reason, actor);
        database.sql(
                        "insert into operator_instruction (id, service, json, created_at) values (?, ?, ?, ?)")
                .params(id, service, codec.mapper().writeValueAsString(instruction), clock.millis())
                .update();
        return id;
    }

    @Scheduled(fixedDelay = 300)
    void send() {
        if (!redis.isOpen()) {
            return;
        }
        try {
            for (Row row : waiting()) {
                String key = "aktienanalyse:queue:bus." + row.service();
                redis.append(key, "instruction", row.json());
                redis.publish(key, row.id());
                transactions.executeWithoutResult(_ ->
                        database.sql("delete from operator_instruction where id = ?")
                                .param(row.id())
                                .update());
            }
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                log.warn("Instructions wait: {}", String.valueOf(e.getMessage()));
            }
            troubled = true;
        }
    }

    private List<Row> waiting() {
        return database.sql(
                        "select id, service, json from operator_instruction order by created_at, id limit ?")
                .param(BATCH)
                .query((row, _) ->
                        new Row(
                                row.getString("id"),
                                row.getString("service"),
                                row.getString("json")))
                .list();
    }
}
