package de.aktienanalyse.gateway.login;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.aktienanalyse.gateway.limits.Limits;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// Why something was refused.
///
/// @param field of the request; null: none of them
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String code, String message, @Nullable String field) {

    static final Problem NO_OWNER =
            new Problem("setup_required", "Open the one-time link of the log first", null);
    static final Problem NOBODY = new Problem("unauthenticated", "Log in first", null);
    static final Problem FORBIDDEN =
            new Problem("forbidden", "Your role or token does not allow this", null);
    static final Problem UNKNOWN_USER =
            new Problem("unknown_user", "No user here has the name that the proxy says", null);
    static final Problem TOO_LARGE = new Problem("too_large", "The body is too large", null);
    static final Problem FOREIGN =
            new Problem("forbidden_origin", "Only the gateway's own page may do this", null);

    /// For who tries passwords or links faster than anybody types.
    static ResponseEntity<Object> tooOften(Limits limits) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header("Retry-After", Integer.toString(limits.secondsUntilLogin()))
                .body(new Problem("rate_limited", "Too many attempts; wait a little", null));
    }

    public ResponseEntity<Object> with(HttpStatus status) {
        return ResponseEntity.status(status).body(this);
    }

    /// For those that answer before Spring MVC does. The words here need no escaping.
    void write(HttpServletResponse response, HttpStatus status) throws IOException {
        response.setStatus(status.value());
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write("{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
    }
}
