package de.aktienanalyse.gateway.administration;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.access.Scope;
import de.aktienanalyse.gateway.accounts.Enrolment;
import de.aktienanalyse.gateway.accounts.Tokens;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.login.Problem;
import de.aktienanalyse.gateway.rest.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokenController {
    private final Tokens tokens;
    private final LiveSockets sockets;
    private final Audit audit;

    TokenController(Tokens tokens, LiveSockets sockets, Audit audit) {
        this.tokens = tokens;
        this.sockets = sockets;
        this.audit = audit;
    }

    record Wish(@Nullable String name, @Nullable List<String> scopes) {}

    record Items(List<Tokens.Token> items, @Nullable String nextCursor) {}

    /// @param secret shown this once
    record Made(String id, String name, List<String> scopes, Instant createdAt, String secret) {}

    @GetMapping
    Items all(HttpServletRequest request) {
        Parameters.of(request, Set.of());
        return new Items(tokens.all(), null);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> make(@AuthenticationPrincipal Actor actor, @RequestBody Wish wish) {
        if (wish.name() == null || !Enrolment.isName(wish.name())) {
            return new Problem("invalid_name", "needs 1 to 64 visible characters", "name")
                    .with(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        Optional<Set<Scope>> scopes = scopes(wish.scopes());
        if (scopes.isEmpty()) {
            return new Problem("invalid_scope", "needs some of read, trade, admin", "scopes")
                    .with(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!actor.scopes().containsAll(scopes.get())) {
            return new Problem("forbidden", "A token gives no more than it has", "scopes")
                    .with(HttpStatus.FORBIDDEN);
        }
        Tokens.Made made = tokens.make(actor.id(), wish.name(), scopes.get());
        audit.write(Act.done(actor, "token.create", made.token().id())).join();
        Tokens.Token token = made.token();
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(
                        new Made(
                                token.id(),
                                token.name(),
                                token.scopes(),
                                token.createdAt(),
                                made.secret()));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Object> revoke(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
        Optional<String> login = tokens.remove(id);
        if (login.isEmpty()) {
            return new Problem("unknown_token", "There is no such token", null)
                    .with(HttpStatus.NOT_FOUND);
        }
        sockets.end(login.get());
        audit.write(Act.done(actor, "token.revoke", id)).join();
        return ResponseEntity.noContent().build();
    }

    private static Optional<Set<Scope>> scopes(@Nullable List<String> names) {
        Set<Scope> found = EnumSet.noneOf(Scope.class);
        for (String name : names == null ? List.<String>of() : names) {
            Optional<Scope> scope =
                    Arrays.stream(Scope.values())
                            .filter(candidate -> candidate.wireName().equals(name))
                            .findFirst();
            if (scope.isEmpty()) {
                return Optional.empty();
            }
            found.add(scope.get());
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
