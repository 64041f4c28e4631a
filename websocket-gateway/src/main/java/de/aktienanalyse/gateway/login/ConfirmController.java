package de.aktienanalyse.gateway.login;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.limits.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The password once more, of who is logged in. Guessing it here is no easier than at the login:
/// both draw on the same limits.
@RestController
@RequestMapping(path = "/api/session/confirm", produces = MediaType.APPLICATION_JSON_VALUE)
class ConfirmController {
    private static final String ACT = "session.confirm";

    private final Users users;
    private final Confirmations confirmations;
    private final Limits limits;
    private final Audit audit;

    ConfirmController(Users users, Confirmations confirmations, Limits limits, Audit audit) {
        this.users = users;
        this.confirmations = confirmations;
        this.limits = limits;
        this.audit = audit;
    }

    record Wish(@Nullable String password) {}

    /// @param confirmedUntil if nothing is done that needs it; null: it is never needed
    record Confirmed(@Nullable Instant confirmedUntil) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> confirm(@AuthenticationPrincipal Actor actor, @RequestBody Wish wish) {
        if (!Sessions.isSession(actor.login())) {
            return new Problem("no_session", "Only a login by password can be confirmed", null)
                    .with(HttpStatus.CONFLICT);
        }
        if (!limits.mayLogIn(actor.address()) || !limits.mayLogInAs(Users.key(actor.name()))) {
            return Problem.tooOften(limits);
        }
        String password = wish.password() == null ? "" : wish.password();
        if (users.recognise(actor.name(), password)
                .filter(user -> user.id().equals(actor.id()))
                .isEmpty()) {
            audit.write(Act.of(actor, ACT, null, null, "wrong_password")).join();
            return new Problem("wrong_password", "The password is wrong", "password")
                    .with(HttpStatus.FORBIDDEN);
        }
        Instant until = confirmations.confirm(actor).orElse(null);
        audit.write(Act.done(actor, ACT, null)).join();
        return ResponseEntity.ok(new Confirmed(until));
    }
}
