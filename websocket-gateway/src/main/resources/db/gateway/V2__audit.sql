-- Who did what. Each row carries the hash of the one before it, so that a change of any row shows.
CREATE TABLE audit (
    seq            INTEGER NOT NULL PRIMARY KEY,
    at             INTEGER NOT NULL,
    actor          TEXT,
    login          TEXT,
    address        TEXT    NOT NULL,
    action         TEXT    NOT NULL,
    target         TEXT,
    correlation_id TEXT,
    result         TEXT    NOT NULL,
    hash           TEXT    NOT NULL
);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
