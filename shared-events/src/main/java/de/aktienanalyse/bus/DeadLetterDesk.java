package de.aktienanalyse.bus;

import de.aktienanalyse.bus.DeadLetters.Line;
import de.aktienanalyse.bus.DeadLetters.Row;
import de.aktienanalyse.bus.Marks.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what an operator tells to do with dead letters. One owner per service; each event in
/// a transaction of its own that shuts out whoever reads its partition, so that what comes live
/// either parks behind it or comes after it.
final class DeadLetterDesk implements QueueReader.Taker {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);

    private final Registry registry;
    private final RedisEventBus.Memory memory;
    private final DeadLetters deadLetters;
    private final Reactions reactions;
    private final EventCodec codec;
    private final BusMetrics metrics;
    private final JobDesk jobs;
    private final Runnable changed;

    /// @param changed told that dead letters came or went
    DeadLetterDesk(
            Registry registry,
            RedisEventBus.Memory memory,
            Reactions reactions,
            EventCodec codec,
            BusMetrics metrics,
            JobDesk jobs,
            Runnable changed) {
        this.registry = registry;
        this.memory = memory;
        this.deadLetters = memory.marks().deadLetters();
        this.reactions = reactions;
        this.codec = codec;
        this.metrics = metrics;
        this.jobs = jobs;
        this.changed = changed;
    }

    @Override
    public void take(String claim, String id, byte[] json) throws Exception {
        Instruction instruction;
        try {
            instruction = EventCodec.read(codec.mapper(), json, Instruction.class, "instruction");
        } catch (IllegalArgumentException malformed) {
            metrics.malformed("instruction");
            log.warn("An instruction is not understood: {}", malformed.getMessage());
            return;
        }
        if (memory.transactions().within(() -> deadLetters.isDone(instruction))) {
            return;
        }
        if (registry.groups().contains(instruction.group())) {
            carryOut(claim, instruction);
        } else if (registry.workedQueues().contains(instruction.group())) {
            jobs.carryOut(claim, instruction);
        } else {
            log.warn("{} is no group of this service", instruction.group());
        }
        memory.transactions()
                .within(() -> {
                    memory.ownership().check(claim);
                    deadLetters.done(instruction, new String(json, StandardCharsets.UTF_8));
                    return null;
                });
        changed.run();
    }

    private void carryOut(String claim, Instruction told) throws Exception {
        Set<Line> lines = new LinkedHashSet<>();
        int ran = 0;
        if (told.action() == Instruction.Action.RETRY) {
            matching(told).forEach(row -> lines.add(row.line()));
            for (Line line : lines) {
                ran += drain(claim, line);
            }
        } else {
            memory.transactions()
                    .within(() -> {
                        memory.ownership().check(claim);
                        for (Row row : matching(told)) {
                            deadLetters.discard(row, told);
                            // Or it would have its effect after all when Redis loses it and it is
                            // said
                            // again.
                            memory.marks().take(told.group(), row.line().replay(), row.eventId());
                        }
                        return null;
                    });
        }
        for (Line line : memory.transactions().within(deadLetters::headless)) {
            ran += drain(claim, line);
        }
        log.info(
                "{} {} by {}: {} events of {} lines ran",
                told.action(),
                told.group(),
                told.by(),
                ran,
                lines.size());
    }

    private List<Row> matching(Instruction told) {
        return deadLetters.matching(told.group(), told.eventId(), told.eventType());
    }

    /// Runs a line in order until it is empty or one fails again, which then holds back the rest.
    private int drain(String claim, Line line) throws Exception {
        for (int ran = 0; ; ran++) {
            Optional<Row> next = memory.transactions().within(() -> deadLetters.first(line));
            if (next.isEmpty()) {
                return ran;
            }
            Row row = next.get();
            try {
                memory.transactions()
                        .within(() -> {
                            alone(claim, row);
                            deadLetters.remove(row);
                            reactions.again(row);
                            return null;
                        });
            } catch (Ownership.Lost lost) {
                throw lost;
            } catch (Exception e) {
                failedAgain(claim, row, e);
                return ran;
            }
        }
    }

    private void failedAgain(String claim, Row row, Exception e) throws Exception {
        metrics.failed(row.line().group(), row.eventType());
        log.warn("{} still cannot take {}", row.line().group(), row.eventId(), e);
        memory.transactions()
                .within(() -> {
                    alone(claim, row);
                    deadLetters.failedAgain(
                            row, new Failure(String.valueOf(e), GroupReader.stackHash(e), 1));
                    return null;
                });
    }

    private void alone(String claim, Row row) {
        memory.ownership().checkAlone(claim, readersOf(row));
    }

    /// The claims of whoever else could add to the row's line: what follows from a replay comes
    /// live.
    private List<String> readersOf(Row row) {
        String group = row.line().group();
        List<String> claims = new ArrayList<>();
        for (String family : registry.familiesOf(group)) {
            claims.add(GroupReader.claim(group, Keys.partition(family, row.partitionNo())));
        }
        if (!row.line().replay().isEmpty()) {
            claims.add(QueueReader.claim(Keys.replay(group)));
        }
        return claims;
    }
}
