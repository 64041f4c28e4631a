package de.aktienanalyse.gateway.access;

import de.aktienanalyse.commands.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who proved who they are.
///
/// @param id of the user; the `actor` of their commands
/// @param name as shown
/// @param scopes all of them in a browser, a token's own otherwise
/// @param login names the session, token or proxy they came in by; no secret
/// @param isScript whether they came with a token and not as a browser
/// @param address where they are; empty: not known yet
public record Actor(
        String id,
        String name,
        Role role,
        Set<Scope> scopes,
        String login,
        boolean isScript,
        String address) {
    private static final String ATTRIBUTE = Actor.class.getName();

    /// The user that the first start makes. Its id is the actor of all commands before there were
    /// logins, so what they did stays theirs.
    public static final String OWNER = "owner";

    public Actor {
        scopes = Set.copyOf(scopes);
    }

    public Actor at(String address) {
        return new Actor(id, name, role, scopes, login, isScript, address);
    }

    /// Whether both the role and the scopes allow what needs this role.
    public boolean may(Role needed) {
        return role.mayAs(needed) && scopes.stream().anyMatch(scope -> scope.covers(needed));
    }

    /// Whether they may make somebody of this role: with a token nobody gives more than it has.
    public boolean mayGive(Role given) {
        return Arrays.stream(Role.values()).filter(given::mayAs).allMatch(this::may);
    }

    /// Who sent it; null: nobody knows.
    public static @Nullable Actor of(HttpServletRequest request) {
        return (Actor) request.getAttribute(ATTRIBUTE);
    }

    /// For whoever proved it.
    public void sent(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
