package de.aktienanalyse.gateway.login;

import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.handshake.Origins;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/// The browser's half of a session. Scripts of the page cannot read it, other sites cannot send it.
final class SessionCookie {
    private static final String PLAIN = "aktien_session";

    /// A browser takes one so named only from this very host and by TLS.
    private static final String SECURE = "__Host-" + PLAIN;

    private final Origins origins;

    SessionCookie(Origins origins) {
        this.origins = origins;
    }

    Optional<String> secret(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(SECURE, PLAIN)
                        .flatMap(name ->
                                Arrays.stream(cookies)
                                        .filter(cookie -> cookie.getName().equals(name)))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    void give(HttpServletRequest request, HttpServletResponse response, String secret) {
        write(response, isSecure(request), secret, Sessions.LONGEST);
    }

    void take(HttpServletRequest request, HttpServletResponse response) {
        write(response, false, "", Duration.ZERO);
        if (isSecure(request)) {
            write(response, true, "", Duration.ZERO);
        }
    }

    /// Behind a proxy that ends TLS the request is plain, but the browser says in `Origin` how it
    /// sees the page.
    private boolean isSecure(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.isSecure()
                || (origin != null
                        && origin.startsWith("https://")
                        && origins.allows(origin, request.getHeader(HttpHeaders.HOST)));
    }

    private static void write(
            HttpServletResponse response, boolean secure, String value, Duration age) {
        ResponseCookie cookie =
                ResponseCookie.from(secure ? SECURE : PLAIN, value)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Strict")
                        .path("/")
                        .maxAge(age)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
