package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.Scope;
import java.util.Optional;

/// Users whom a trusted proxy signs in, with each request. Nothing is kept of that: it ends when
/// the proxy no longer says so.
public final class ProxyLogins {
    private static final String LOGIN = "proxy-";

    private final Users users;

    public ProxyLogins(Users users) {
        this.users = users;
    }

    /// Empty: no user is called so. None is ever made of a name alone.
    public Optional<Actor> find(String name) {
        return users.byName(name)
                .map(user ->
                        new Actor(
                                user.id(),
                                user.name(),
                                user.role(),
                                Scope.all(),
                                login(user.id()),
                                false,
                                ""));
    }

    public static String login(String userId) {
        return LOGIN + userId;
    }

    public static boolean isOne(String login) {
        return login.startsWith(LOGIN);
    }

    /// Whether its sockets may stay, as far as we know.
    boolean isAlive(String login) {
        return users.byId(login.substring(LOGIN.length())).isPresent();
    }
}
