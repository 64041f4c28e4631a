package de.aktienanalyse.gateway.login;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/// Who may collect metrics: the owner's own login, or any token of the owner that may read.
///
/// Not: whoever comes from this machine. A reverse proxy that says nothing of whom it asks for
/// (nginx by default) looks exactly like a collector beside us.
final class FiguresOfTheInside implements AuthorizationManager<RequestAuthorizationContext> {

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        return new AuthorizationDecision(
                authentication.get() instanceof ActorAuthentication known
                        && isOfTheOwner(known.getPrincipal()));
    }

    private static boolean isOfTheOwner(Actor actor) {
        return actor.role() == Role.OWNER && actor.may(Role.VIEWER);
    }
}
