package de.aktienanalyse.commands;

import org.jspecify.annotations.Nullable;

/// What a command came to. A refusal is an answer, not an exception.
public sealed interface CommandAnswer {

    /// @param result a record that becomes the JSON of `result`
    record Success(Object result) implements CommandAnswer {}

    /// @param code stable, lower snake case: `insufficient_funds`
    /// @param message for people; says what to do
    /// @param field path of the offending field in `data`, `price`; null when none is to blame
    record Refused(String code, String message, @Nullable String field) implements CommandAnswer {}

    /// Nothing is known, which is not an error: never a made-up figure.
    record NoData(String message) implements CommandAnswer {}

    static CommandAnswer success(Object result) {
        return new Success(result);
    }

    static CommandAnswer refused(String code, String message) {
        return new Refused(code, message, null);
    }

    static CommandAnswer refused(String code, String message, String field) {
        return new Refused(code, message, field);
    }

    static CommandAnswer noData(String message) {
        return new NoData(message);
    }
}
