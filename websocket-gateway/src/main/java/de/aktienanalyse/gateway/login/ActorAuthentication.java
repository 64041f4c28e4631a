package de.aktienanalyse.gateway.login;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// An actor as Spring Security knows them: the principal, with an authority for each role whose
/// rights they have.
final class ActorAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final transient Actor actor;

    ActorAuthentication(Actor actor) {
        super(
                Arrays.stream(Role.values())
                        .filter(actor::may)
                        .map(role -> new SimpleGrantedAuthority(role.name()))
                        .toList());
        this.actor = actor;
        setAuthenticated(true);
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    @Override
    public String getName() {
        return actor.id();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ActorAuthentication that && actor.equals(that.actor);
    }

    @Override
    public int hashCode() {
        return actor.hashCode();
    }
}
