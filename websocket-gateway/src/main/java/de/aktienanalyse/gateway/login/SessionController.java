package de.aktienanalyse.gateway.login;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.ListenAddress;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.access.Scope;
import de.aktienanalyse.gateway.accounts.Enrolment;
import de.aktienanalyse.gateway.accounts.ProxyLogins;
import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.accounts.Users.User;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.ingress.Sender;
import de.aktienanalyse.gateway.limits.Limits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// In and out: the one-time link, log in, log out, who am I.
@RestController
@RequestMapping(path = "/api", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionController {
    private final Users users;
    private final Sessions sessions;
    private final Enrolment enrolment;
    private final SessionCookie cookie;
    private final LiveSockets sockets;
    private final Limits limits;
    private final ListenAddress address;
    private final Audit audit;
    private final Refusals refusals;

    SessionController(
            Users users,
            Sessions sessions,
            Enrolment enrolment,
            SessionCookie cookie,
            LiveSockets sockets,
            Limits limits,
            ListenAddress address,
            Audit audit,
            Refusals refusals) {
        this.users = users;
        this.sessions = sessions;
        this.enrolment = enrolment;
        this.cookie = cookie;
        this.sockets = sockets;
        this.limits = limits;
        this.address = address;
        this.audit = audit;
        this.refusals = refusals;
    }

    record Shown(String name, String role, List<String> scopes) {
        static Shown of(Actor actor) {
            return new Shown(
                    actor.name(),
                    actor.role().name(),
                    actor.scopes().stream().sorted().map(Scope::wireName).toList());
        }
    }

    /// @param expiresAt null: of a token or by the proxy's word, or nobody is logged in
    /// @param signedInBy `password`, `token` or `proxy`; null: nobody is
    record State(
            String state,
            @Nullable Shown user,
            @Nullable Instant expiresAt,
            @Nullable String signedInBy,
            boolean insecureLan) {}

    record Credentials(@Nullable String name, @Nullable String password) {}

    record Setup(@Nullable String token, @Nullable String name, @Nullable String password) {}

    @GetMapping("/session")
    State state(HttpServletRequest request) {
        Actor actor = Actor.of(request);
        if (actor == null) {
            return ofNobody(Sender.userOf(request));
        }
        Instant expiry =
                Sessions.isSession(actor.login())
                        ? cookie.secret(request)
                                .flatMap(sessions::find)
                                .map(Sessions.Session::expiresAt)
                                .orElse(null)
                        : null;
        return authenticated(actor, expiry);
    }

    /// @param named whom the proxy named; null: nobody
    private State ofNobody(@Nullable String named) {
        boolean insecure = address.isInsecure();
        if (!users.exist()) {
            return new State("setup_required", null, null, null, insecure);
        }
        return named == null
                ? new State("anonymous", null, null, null, insecure)
                : new State("unknown_user", new Shown(named, "", List.of()), null, null, insecure);
    }

    @PostMapping(path = "/session", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> logIn(
            @RequestBody Credentials credentials,
            HttpServletRequest request,
            HttpServletResponse response) {
        String name = orEmpty(credentials.name()).strip();
        // What cannot be anybody's name is not worth remembering.
        boolean isName = Enrolment.isName(name);
        if (!limits.mayLogIn(request.getRemoteAddr())
                || isName && !limits.mayLogInAs(Users.key(name))) {
            return Problem.tooOften(limits);
        }
        if (!users.exist()) {
            return Problem.NO_OWNER.with(HttpStatus.UNAUTHORIZED);
        }
        Optional<User> user =
                isName ? users.recognise(name, orEmpty(credentials.password())) : Optional.empty();
        if (user.isEmpty()) {
            refused("login", "wrong_credentials", request);
            return new Problem("wrong_credentials", "Name or password is wrong", null)
                    .with(HttpStatus.UNAUTHORIZED);
        }
        return ResponseEntity.ok(open("login", user.get(), request, response));
    }

    @PostMapping(path = "/setup", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> setUp(
            @RequestBody Setup setup, HttpServletRequest request, HttpServletResponse response) {
        if (!limits.mayLogIn(request.getRemoteAddr())) {
            return Problem.tooOften(limits);
        }
        Enrolment.Outcome outcome =
                enrolment.enrol(
                        orEmpty(setup.token()).strip(),
                        orEmpty(setup.name()),
                        orEmpty(setup.password()));
        return switch (outcome) {
            case Enrolment.Enrolled enrolled -> {
                enrolled.ended().forEach(sockets::end);
                yield ResponseEntity.status(HttpStatus.CREATED)
                        .body(open("setup", enrolled.user(), request, response));
            }
            case Enrolment.WrongLink _ -> {
                refused("setup", "wrong_token", request);
                yield new Problem("wrong_token", "This link is wrong or was used", "token")
                        .with(HttpStatus.FORBIDDEN);
            }
            case Enrolment.Closed _ ->
                    new Problem("already_set_up", "The suite has its owner", null)
                            .with(HttpStatus.GONE);
            case Enrolment.Unfit unfit ->
                    new Problem(unfit.code(), unfit.message(), unfit.field())
                            .with(HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    @DeleteMapping("/session")
    ResponseEntity<?> logOut(HttpServletRequest request, HttpServletResponse response) {
        Actor actor = Actor.of(request);
        if (actor != null && ProxyLogins.isOne(actor.login())) {
            // To say that it is done would be a lie: the next request is signed in again.
            return new Problem("signed_in_by_proxy", "Log out where you logged in", null)
                    .with(HttpStatus.CONFLICT);
        }
        if (actor != null && !actor.isScript()) {
            cookie.secret(request).ifPresent(sessions::close);
            sockets.end(actor.login());
            audit.write(Act.done(actor, "logout", null)).join();
        }
        cookie.take(request, response);
        return ResponseEntity.noContent().build();
    }

    private State open(
            String action, User user, HttpServletRequest request, HttpServletResponse response) {
        // What the browser had before ends, so that nobody goes on with a session slipped to it.
        cookie.secret(request).ifPresent(sessions::close);
        Sessions.Opened opened = sessions.open(user, request.getRemoteAddr());
        audit.write(Act.done(opened.session().actor(), action, null)).join();
        cookie.give(request, response, opened.secret());
        return authenticated(opened.session().actor(), opened.session().expiresAt());
    }

    private State authenticated(Actor actor, @Nullable Instant expiresAt) {
        String way = actor.isScript() ? "token" : "password";
        return new State(
                "authenticated",
                Shown.of(actor),
                expiresAt,
                ProxyLogins.isOne(actor.login()) ? "proxy" : way,
                address.isInsecure());
    }

    /// Without what was tried: people type passwords into the field for the name.
    private void refused(String action, String result, HttpServletRequest request) {
        refusals.guessed(Act.ofNobody(request.getRemoteAddr(), action, result));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
