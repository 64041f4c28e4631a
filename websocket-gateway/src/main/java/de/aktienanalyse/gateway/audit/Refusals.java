package de.aktienanalyse.gateway.audit;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.limits.AddressKey;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;

/// Writes down what was refused, but of each only so much: who is refused again and again must not
/// fill a log from which nothing is ever taken.
public final class Refusals {
    private final Audit audit;
    private final Limits limits;

    public Refusals(Audit audit, Limits limits) {
        this.audit = audit;
        this.limits = limits;
    }

    public void write(Act act) {
        write(act, act.actor() == null ? act.address() : act.actor());
    }

    /// Of a password or a link. Counted by itself, so that it hides no other refusal.
    public void guessed(Act act) {
        write(act, "guesses of " + AddressKey.of(act.address()));
    }

    private void write(Act act, String counted) {
        if (limits.mayNote(counted)) {
            var _ = audit.write(act);
        }
    }

    /// One that ended because of what its user did is a refusal.
    public void over(Actor actor, Connection connection) {
        CloseCode code = connection.endedWith();
        if (code == CloseCode.FORBIDDEN || code == CloseCode.TOO_MANY) {
            String result = code == CloseCode.FORBIDDEN ? "forbidden" : "too_many";
            // Counted by itself: what led to it may have used up all there is.
            write(
                    Act.of(actor, "connection.close", connection.id(), null, result),
                    "closes of " + actor.id());
        }
    }
}
