package de.aktienanalyse.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/// Who sends a request.
final class Caller {
    /// Who all clients are until logins tell (issue 5).
    private static final String OWNER = "owner";

    private Caller() {}

    static String of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? OWNER : principal.getName();
    }
}
