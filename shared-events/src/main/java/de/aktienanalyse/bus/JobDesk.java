package de.aktienanalyse.bus;

import de.aktienanalyse.bus.DeadLetters.Row;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what an operator tells to do with jobs that failed for good. They have no order, so
/// each goes for itself.
final class JobDesk {
    private static final Logger log = LoggerFactory.getLogger(JobDesk.class);

    private final RedisEventBus.Memory memory;
    private final Commands commands;
    private final EventCodec codec;
    private final Clock clock;
    private final Runnable wake;

    /// @param wake told that there is something to do
    JobDesk(BusParts parts, RedisEventBus.Memory memory, Commands commands, Runnable wake) {
        this.memory = memory;
        this.commands = commands;
        this.codec = parts.codec();
        this.clock = parts.clock();
        this.wake = wake;
    }

    void carryOut(String claim, Instruction told) throws Exception {
        DeadLetters rows = memory.marks().deadLetters();
        for (Row row :
                memory.transactions()
                        .within(() ->
                                rows.matching(told.group(), told.eventId(), told.eventType()))) {
            memory.transactions()
                    .within(() -> {
                        memory.ownership().check(claim);
                        one(told, rows, row);
                        return null;
                    });
        }
        wake.run();
    }

    private void one(Instruction told, DeadLetters rows, Row row) {
        CommandEnvelope<Command> command;
        try {
            command = codec.decodeCommand(row.payload().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException outdated) {
            log.warn("{} is not understood any more: {}", row.eventId(), outdated.getMessage());
            if (told.action() == Instruction.Action.DISCARD) {
                rows.discard(row, told);
            }
            return;
        }
        switch (told.action()) {
            case RETRY -> {
                rows.remove(row);
                memory.marks()
                        .jobs()
                        .put(
                                told.group(),
                                command.actor(),
                                command.commandId(),
                                row.payload(),
                                clock.instant());
            }
            case DISCARD -> {
                rows.discard(row, told);
                commands.conclude(
                        command,
                        Outcome.refused(
                                "discarded",
                                "It failed %d times and was given up: %s"
                                        .formatted(row.attempts(), told.why())));
            }
        }
    }
}
