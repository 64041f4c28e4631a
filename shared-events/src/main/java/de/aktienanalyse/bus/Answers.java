package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.UserEvent.AnswerStatus;

/// Puts an owner's answer into the shape of the wire.
final class Answers {

    static final CommandAnswer OTHER_BODY =
            CommandAnswer.refused(
                    "idempotency_conflict",
                    "This command_id was used for another command; make a new one per intent",
                    "command_id");

    static final CommandAnswer EXPIRED =
            CommandAnswer.refused(
                    "expired",
                    "The command arrived after its expires_at and was not carried out",
                    "expires_at");

    static final CommandAnswer BUS_FULL =
            CommandAnswer.refused(
                    "bus_full",
                    "Redis has used 80 % of its memory; nothing was started, try again later");

    private Answers() {}

    static Answered of(EventCodec codec, CommandEnvelope<?> command, CommandAnswer answer) {
        AnswerStatus status =
                switch (answer) {
                    case CommandAnswer.Success _ -> AnswerStatus.SUCCESS;
                    case CommandAnswer.Refused _ -> AnswerStatus.ERROR;
                    case CommandAnswer.NoData _ -> AnswerStatus.NO_DATA;
                };
        Object result = answer instanceof CommandAnswer.Success success ? success.result() : answer;
        return new Answered(
                command.command(),
                command.commandId(),
                command.correlationId(),
                status,
                codec.json(result),
                false);
    }
}
