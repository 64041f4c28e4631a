package de.aktienanalyse.gateway.commands;

import com.fasterxml.jackson.annotation.JsonIgnore;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;

/// `data` of a `command_response`, spec part 3.2.
///
/// @param result what the owner answered; `{code, message, field}` when it is an error
/// @param correlationId the client's own, which travels beside `data`
public record CommandResponse(
        AnswerStatus status, String command, RawJson result, @JsonIgnore String correlationId) {}
