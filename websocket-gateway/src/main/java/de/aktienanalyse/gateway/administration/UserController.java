package de.aktienanalyse.gateway.administration;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.accounts.Enrolment;
import de.aktienanalyse.gateway.accounts.OneTimeLinks;
import de.aktienanalyse.gateway.accounts.ProxyLogins;
import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.accounts.Tokens;
import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.login.Problem;
import de.aktienanalyse.gateway.rest.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
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
@RequestMapping(path = "/api/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserController {
    private final Users users;
    private final Sessions sessions;
    private final Tokens tokens;
    private final OneTimeLinks links;
    private final LiveSockets sockets;
    private final Audit audit;

    UserController(
            Users users,
            Sessions sessions,
            Tokens tokens,
            OneTimeLinks links,
            LiveSockets sockets,
            Audit audit) {
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.links = links;
        this.sockets = sockets;
        this.audit = audit;
    }

    record Items(List<Users.User> items, @Nullable String nextCursor) {}

    record Wish(@Nullable String name, @Nullable String role) {}

    /// @param link for the one who is invited, good once and for three days
    record Invitation(String name, Role role, String link) {}

    @GetMapping
    Items all(HttpServletRequest request) {
        Parameters.of(request, Set.of());
        return new Items(users.all(), null);
    }

    @PostMapping(path = "/invitations", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> invite(
            @AuthenticationPrincipal Actor actor,
            @RequestBody Wish wish,
            HttpServletRequest request) {
        String name = wish.name() == null ? "" : wish.name().strip();
        if (!Enrolment.isName(name)) {
            return new Problem("invalid_name", "needs 1 to 64 visible characters", "name")
                    .with(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (users.isTaken(name, "")) {
            return new Problem("name_taken", "is another user's", "name")
                    .with(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        Optional<Role> role =
                Arrays.stream(Role.values())
                        .filter(known -> known.name().equalsIgnoreCase(wish.role()))
                        .findFirst();
        if (role.isEmpty()) {
            return new Problem("invalid_role", "needs one of VIEWER, TRADER, OWNER", "role")
                    .with(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!actor.mayGive(role.get())) {
            return new Problem("forbidden", "A token gives no more than it has", "role")
                    .with(HttpStatus.FORBIDDEN);
        }
        String secret = links.invite(name, role.get());
        audit.write(Act.done(actor, "user.invite", role.get().name())).join();
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new Invitation(name, role.get(), page(request) + OneTimeLinks.path(secret)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Object> remove(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
        if (id.equals(Actor.OWNER) || id.equals(actor.id())) {
            return new Problem("not_removable", "The owner and oneself stay", null)
                    .with(HttpStatus.CONFLICT);
        }
        List<String> logins = new ArrayList<>(tokens.loginsOf(id));
        logins.addAll(sessions.closeAllOf(id));
        logins.add(ProxyLogins.login(id));
        if (!users.remove(id)) {
            return new Problem("unknown_user", "There is no such user", null)
                    .with(HttpStatus.NOT_FOUND);
        }
        logins.forEach(sockets::end);
        audit.write(Act.done(actor, "user.remove", id)).join();
        return ResponseEntity.noContent().build();
    }

    /// As the owner sees it; that the host is ours was looked at before.
    private static String page(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null ? origin : request.getScheme() + "://" + request.getHeader("Host");
    }
}
