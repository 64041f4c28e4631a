package de.aktienanalyse.gateway.login;

import de.aktienanalyse.commands.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/// Figures of the inside are for a collector on this machine, and for the owner. A proxy on this
/// machine forwards for others and says so.
final class FromThisMachine implements AuthorizationManager<RequestAuthorizationContext> {
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        boolean local =
                isLoopback(request.getRemoteAddr())
                        && isLocalName(request.getHeader("Host"))
                        && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
        return new AuthorizationDecision(
                local
                        || (authentication.get() instanceof ActorAuthentication known
                                && known.getPrincipal().may(Role.OWNER)));
    }

    /// Addresses come as numbers, so nothing is looked up.
    static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// A foreign page whose name was made to resolve to this machine says that name.
    private static boolean isLocalName(@Nullable String host) {
        return host != null && host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
    }
}
