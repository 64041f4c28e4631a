package de.aktienanalyse.gateway.rest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request that is not carried out. Becomes the body that all problems have.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final HttpStatus status;
    private final String code;
    private final @Nullable String field;

    public Refusal(HttpStatus status, String code, String message, @Nullable String field) {
        super(message);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /// A parameter, header or body that is not what it must be.
    public static Refusal invalid(String field, String message) {
        return new Refusal(HttpStatus.BAD_REQUEST, "invalid_request", message, field);
    }

    HttpStatus status() {
        return status;
    }

    Problem problem() {
        return new Problem(code, String.valueOf(getMessage()), field);
    }
}
