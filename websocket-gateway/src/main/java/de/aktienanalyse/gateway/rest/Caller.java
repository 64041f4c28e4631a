package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.gateway.access.Actor;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/// Who sends a request.
public final class Caller {
    private Caller() {}

    /// Whoever came in at the doors; without them nobody comes here.
    public static Actor of(HttpServletRequest request) {
        Actor actor = Actor.of(request);
        if (actor == null) {
            throw new Refusal(HttpStatus.UNAUTHORIZED, "unauthenticated", "Log in first", null);
        }
        return actor;
    }
}
