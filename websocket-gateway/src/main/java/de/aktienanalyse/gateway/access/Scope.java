package de.aktienanalyse.gateway.access;

import de.aktienanalyse.commands.Role;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a token may be used for, within what its user may do.
public enum Scope {
    READ(Role.VIEWER),
    TRADE(Role.TRADER),
    ADMIN(Role.OWNER);

    private final Role role;

    Scope(Role role) {
        this.role = role;
    }

    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }

    /// As in JSON.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What may be done with it that needs a role.
    boolean covers(Role needed) {
        return role == needed;
    }
}
