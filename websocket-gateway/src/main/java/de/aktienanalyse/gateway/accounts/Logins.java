package de.aktienanalyse.gateway.accounts;

/// Logins of all kinds: sessions, tokens, and those by the word of a proxy.
public final class Logins {
    private final Sessions sessions;
    private final Tokens tokens;
    private final ProxyLogins proxyLogins;

    public Logins(Sessions sessions, Tokens tokens, ProxyLogins proxyLogins) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.proxyLogins = proxyLogins;
    }

    /// Whether it has neither ended nor been ended, also by another gateway.
    public boolean isAlive(String login) {
        if (Sessions.isSession(login)) {
            return sessions.isAlive(login);
        }
        return ProxyLogins.isOne(login) ? proxyLogins.isAlive(login) : tokens.isAlive(login);
    }
}
