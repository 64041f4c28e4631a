package de.aktienanalyse.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// What a command carries beside its data.
///
/// @param idempotencyKey the same one gets the same answer, and one effect
/// @param correlationId the client's own, comes back on the answer and on all events that follow
record RequestHeaders(@Nullable String idempotencyKey, @Nullable String correlationId) {
    private static final int LONGEST = 128;

    static RequestHeaders of(HttpServletRequest request) {
        return new RequestHeaders(id(request, "Idempotency-Key"), id(request, Answers.CORRELATION));
    }

    private static @Nullable String id(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        if (value == null) {
            return null;
        }
        boolean visible = value.chars().allMatch(c -> c > ' ' && c < 127);
        if (value.isEmpty() || value.length() > LONGEST || !visible) {
            throw Refusal.invalid(
                    name, "must have 1 to " + LONGEST + " visible ASCII characters, no blanks");
        }
        return value;
    }
}
