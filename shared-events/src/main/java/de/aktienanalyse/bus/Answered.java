package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;

/// The answer as it came over the bus, ready for `command_response`.
///
/// @param byEvent whether it was heard as an event, as everybody hears it; not so a read's, nor a
///   refusal of the bus itself
public record Answered(
        String command,
        String commandId,
        String correlationId,
        AnswerStatus status,
        RawJson result,
        boolean byEvent) {

    Answered heard() {
        return new Answered(command, commandId, correlationId, status, result, true);
    }
}
