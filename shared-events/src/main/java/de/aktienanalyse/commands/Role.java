package de.aktienanalyse.commands;

/// Who may send a command; each may also what the ones before it may.
public enum Role {
    /// Looks.
    VIEWER,
    /// Also acts on the depot.
    TRADER,
    /// Also runs the suite.
    OWNER;

    public boolean mayAs(Role needed) {
        return compareTo(needed) >= 0;
    }
}
