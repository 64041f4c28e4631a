package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.gateway.access.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whether it is still the user who sits before their browser, as far as a password tells that was
/// typed lately.
///
/// As with `sudo`, each act that needs it prolongs it, so that who trades is not asked all the
/// time; and as with a bank's TAN of a session, it ends some time after the password however much
/// was done since, so that who takes over a browser in use does not keep it for ever.
///
/// Kept with the session and looked up at each act: sockets, streams and other gateways see it at
/// once.
public final class Confirmations {
    /// Code of the refusal of what is not covered. Nothing was done then.
    public static final String REQUIRED = "confirmation_required";

    public static final String HOW_TO =
            "Confirm with your password first: POST /api/session/confirm; then send it again with the"
                    + " same command_id";

    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    /// Prolonged no more often than by this part of [#after].
    private static final int GRAINS = 15;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration after;
    private final Duration atMost;

    /// @param after so long the password counts, and again after each act; zero: it is never asked
    /// @param atMost so long behind the password it is over whatever was done
    public Confirmations(GatewayDatabase database, Clock clock, Duration after, Duration atMost) {
        this.jdbc = database.client();
        this.clock = clock;
        this.after = after;
        this.atMost = atMost;
        if (after.isZero()) {
            log.warn("AKTIEN_CONFIRM_AFTER=off: an open browser is enough for orders and settings");
        }
    }

    private record Row(Instant passwordAt, Instant confirmedAt) {}

    /// Whether what needs a confirmation may be done now, which prolongs it.
    ///
    /// What came in otherwise than by a password has nothing to confirm it with: a token has its
    /// scopes.
    public boolean covers(Actor actor) {
        if (after.isZero() || !Sessions.isSession(actor.login())) {
            return true;
        }
        Instant now = clock.instant();
        try {
            Optional<Row> row = row(actor.login()).filter(found -> now.isBefore(end(found)));
            row.filter(found -> found.confirmedAt().plus(after.dividedBy(GRAINS)).isBefore(now))
                    .ifPresent(_ -> prolong(actor.login(), now));
            return row.isPresent();
        } catch (DataAccessException e) {
            log.warn("Could not look for the confirmation of {}", actor.login(), e);
            return false;
        }
    }

    /// The password was typed.
    ///
    /// @return when it no longer counts if nothing is done; empty: never
    public Optional<Instant> confirm(Actor actor) {
        Instant now = clock.instant();
        jdbc.sql("UPDATE sessions SET password_at = ?, confirmed_at = ? WHERE hash LIKE ?")
                .params(now.toEpochMilli(), now.toEpochMilli(), Sessions.pattern(actor.login()))
                .update();
        return after.isZero() ? Optional.empty() : Optional.of(end(new Row(now, now)));
    }

    private Instant end(Row row) {
        Instant idle = row.confirmedAt().plus(after);
        Instant latest = row.passwordAt().plus(atMost);
        return idle.isBefore(latest) ? idle : latest;
    }

    private Optional<Row> row(String login) {
        return jdbc.sql("SELECT password_at, confirmed_at FROM sessions WHERE hash LIKE ?")
                .param(Sessions.pattern(login))
                .query((row, _) ->
                        new Row(
                                Instant.ofEpochMilli(row.getLong(1)),
                                Instant.ofEpochMilli(row.getLong(2))))
                .optional();
    }

    private void prolong(String login, Instant now) {
        jdbc.sql("UPDATE sessions SET confirmed_at = max(confirmed_at, ?) WHERE hash LIKE ?")
                .params(now.toEpochMilli(), Sessions.pattern(login))
                .update();
    }
}
