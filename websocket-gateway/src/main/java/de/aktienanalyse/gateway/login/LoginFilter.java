package de.aktienanalyse.gateway.login;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.accounts.ProxyLogins;
import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.accounts.Tokens;
import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.handshake.Origins;
import de.aktienanalyse.gateway.ingress.Sender;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out who asks: by token, else by the word of a trusted proxy, else by cookie, else nobody.
///
/// Against forged requests: what changes something and comes with a cookie must say an Origin of
/// ours. Every browser says it with such a request, none lets a page choose it. SameSite alone
/// would let pages on other ports of this machine through.
final class LoginFilter extends OncePerRequestFilter {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final long KNOWN_BYTES = 1 << 20;
    private static final long UNKNOWN_BYTES = 16_384;
    private static final String BEARER = "bearer ";

    private final Users users;
    private final Tokens tokens;
    private final Sessions sessions;
    private final ProxyLogins proxyLogins;
    private final SessionCookie cookie;
    private final Origins origins;
    private final Refusals refusals;

    LoginFilter(
            Users users,
            Tokens tokens,
            Sessions sessions,
            ProxyLogins proxyLogins,
            SessionCookie cookie,
            Origins origins,
            Refusals refusals) {
        this.refusals = refusals;
        this.users = users;
        this.tokens = tokens;
        this.sessions = sessions;
        this.proxyLogins = proxyLogins;
        this.cookie = cookie;
        this.origins = origins;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        String user = Sender.userOf(request);
        Optional<Actor> actor = find(request, token, user);
        if (isTooBig(request, actor.isPresent())) {
            Problem.TOO_LARGE.write(response, HttpStatus.CONTENT_TOO_LARGE);
        } else if (token != null && actor.isEmpty()) {
            refusals.write(Act.ofNobody(request.getRemoteAddr(), "token.use", "wrong_token"));
            Problem.NOBODY.write(response, HttpStatus.UNAUTHORIZED);
        } else if (token == null && user != null && actor.isEmpty() && isForUsers(request)) {
            String address = request.getRemoteAddr();
            refusals.write(new Act(null, null, address, "login.proxy", user, null, "unknown_user"));
            Problem.UNKNOWN_USER.write(response, HttpStatus.FORBIDDEN);
        } else if (token == null && actor.isPresent() && isForged(request)) {
            Problem.FOREIGN.write(response, HttpStatus.FORBIDDEN);
        } else {
            actor.map(somebody -> somebody.at(request.getRemoteAddr()))
                    .ifPresent(known -> {
                        known.sent(request);
                        SecurityContext context = SecurityContextHolder.createEmptyContext();
                        context.setAuthentication(new ActorAuthentication(known));
                        SecurityContextHolder.setContext(context);
                    });
            chain.doFilter(request, response);
        }
    }

    /// Not by the cookie where a proxy names somebody: it may be left from another.
    private Optional<Actor> find(
            HttpServletRequest request, @Nullable String token, @Nullable String user) {
        if (token != null) {
            return tokens.find(token);
        }
        return user != null
                ? proxyLogins.find(user)
                : cookie.secret(request).flatMap(sessions::find).map(Sessions.Session::actor);
    }

    /// What one whom only the proxy knows has no business with; else they see the page, are told
    /// why they get no further, and can become a user by a one-time link.
    private boolean isForUsers(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean page = !path.startsWith("/api/") && !path.startsWith("/ws");
        boolean door =
                path.equals("/api/setup")
                        || path.equals("/api/session") && HARMLESS.contains(request.getMethod());
        return !page && !door && users.exist();
    }

    /// Bodies are read into memory. Who is not known needs a few hundred bytes, and says how many.
    private static boolean isTooBig(HttpServletRequest request, boolean known) {
        return request.getContentLengthLong() > (known ? KNOWN_BYTES : UNKNOWN_BYTES)
                || !known && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private boolean isForged(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return !HARMLESS.contains(request.getMethod())
                && (origin == null || !origins.allows(origin, request.getHeader(HttpHeaders.HOST)));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
