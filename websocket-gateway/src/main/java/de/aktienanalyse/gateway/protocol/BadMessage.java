package de.aktienanalyse.gateway.protocol;

import org.jspecify.annotations.Nullable;

/// A message that cannot be understood: answered by an `error` message, never the end of the
/// connection.
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    /// `event` of the error message when it is no JSON or of the wrong shape.
    public static final String INVALID_FORMAT = "invalid_message_format";

    /// `event` when its `type` or `event` is none that a client may say.
    public static final String UNKNOWN_TYPE = "unknown_type";

    private final String event;
    private final @Nullable String field;
    private final @Nullable String correlationId;

    BadMessage(
            String event, String problem, @Nullable String field, @Nullable String correlationId) {
        // Without a stack trace: a flood of rubbish must not cost more than reading it.
        super(problem, null, false, false);
        this.event = event;
        this.field = field;
        this.correlationId = correlationId;
    }

    public String event() {
        return event;
    }

    public String problem() {
        String problem = getMessage();
        return problem == null ? "" : problem;
    }

    /// Path of the offending field, `data.event_types`; null when the text is no JSON.
    public @Nullable String field() {
        return field;
    }

    public @Nullable String correlationId() {
        return correlationId;
    }
}
