package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.commands.CommandResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// The answer to a command as an answer by HTTP.
@Component
class Answers {
    static final String CORRELATION = "X-Correlation-Id";

    /// A token of the command limit is back after less.
    private static final String A_SECOND = "1";

    private final EventCodec codec;

    Answers(EventCodec codec) {
        this.codec = codec;
    }

    /// What an owner says that refuses, or has no data.
    private record Told(@Nullable String code, @Nullable String message, @Nullable String field) {}

    private record Items(@Nullable List<RawJson> items) {}

    /// A whole answer that is no success has its problem's fields, as every other problem.
    private record Unsuccessful(
            AnswerStatus status,
            String command,
            RawJson result,
            String code,
            String message,
            @Nullable String field) {}

    /// The bare result; a [Problem] when it is no success.
    ResponseEntity<String> bare(CommandResponse answer) {
        return answer.status() == AnswerStatus.SUCCESS
                ? entity(HttpStatus.OK, answer, answer.result())
                : problem(answer);
    }

    /// The only item of a list.
    ResponseEntity<String> firstItem(CommandResponse answer) {
        if (answer.status() != AnswerStatus.SUCCESS) {
            return problem(answer);
        }
        List<RawJson> items = codec.mapper().readValue(answer.result().text(), Items.class).items();
        return items == null || items.isEmpty()
                ? entity(
                        HttpStatus.NOT_FOUND,
                        answer,
                        codec.json(new Problem("no_data", "Nothing is known of it yet", null)))
                : entity(HttpStatus.OK, answer, items.getFirst());
    }

    /// `{status, command, result}` as a socket gets it, spec part 3.2.
    ResponseEntity<String> whole(CommandResponse answer) {
        if (answer.status() == AnswerStatus.SUCCESS) {
            return entity(HttpStatus.OK, answer, codec.json(answer));
        }
        Problem problem = problemOf(answer);
        Unsuccessful body =
                new Unsuccessful(
                        answer.status(),
                        answer.command(),
                        answer.result(),
                        problem.code(),
                        problem.message(),
                        problem.field());
        return entity(statusOf(problem), answer, codec.json(body));
    }

    private ResponseEntity<String> problem(CommandResponse answer) {
        Problem problem = problemOf(answer);
        return entity(statusOf(problem), answer, codec.json(problem));
    }

    private Problem problemOf(CommandResponse answer) {
        Told told = codec.mapper().readValue(answer.result().text(), Told.class);
        String fallback = answer.status() == AnswerStatus.NO_DATA ? "no_data" : "refused";
        return new Problem(
                told.code() == null ? fallback : told.code(),
                told.message() == null ? "Nothing is known of it yet" : told.message(),
                // Who asks by HTTP sent the data alone, so no path begins with it.
                told.field() == null ? null : told.field().replaceFirst("^data\\.", ""));
    }

    private static ResponseEntity<String> entity(
            HttpStatus status, CommandResponse answer, RawJson body) {
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(status)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(CORRELATION, answer.correlationId());
        if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
            builder.header(HttpHeaders.RETRY_AFTER, A_SECOND);
        }
        return builder.body(body.text());
    }

    private static HttpStatus statusOf(Problem problem) {
        return switch (problem.code()) {
            case "unknown_command", "no_data" -> HttpStatus.NOT_FOUND;
            case "invalid_command" -> HttpStatus.BAD_REQUEST;
            case "forbidden", Confirmations.REQUIRED -> HttpStatus.FORBIDDEN;
            case "rate_limited" -> HttpStatus.TOO_MANY_REQUESTS;
            case "idempotency_conflict" -> HttpStatus.CONFLICT;
            case "timeout" -> HttpStatus.GATEWAY_TIMEOUT;
            case "bus_unavailable", "bus_full" -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
