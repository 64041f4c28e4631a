package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;

/// The answer as it came over the bus, ready for `command_response`.
public record Answered(
        String command,
        String commandId,
        String correlationId,
        AnswerStatus status,
        RawJson result) {}
