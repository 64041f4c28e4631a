package de.aktienanalyse.gateway.audit;

import de.aktienanalyse.gateway.access.Actor;
import org.jspecify.annotations.Nullable;

/// What somebody did.
///
/// @param actor id of the user; null: nobody we know
/// @param login names the session or token
/// @param target what it was done to: the id of a token, an order or a connection; a command's own
///   where there is no other
/// @param result `success`, or a code that says why not
public record Act(
        @Nullable String actor,
        @Nullable String login,
        String address,
        String action,
        @Nullable String target,
        @Nullable String correlationId,
        String result) {
    public static final String SUCCESS = "success";

    private static final int LONGEST = 128;

    public Act {
        // The client's own text.
        correlationId = cut(correlationId);
        target = cut(target);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    public static Act of(
            Actor actor,
            String action,
            @Nullable String target,
            @Nullable String correlationId,
            String result) {
        return new Act(
                actor.id(), actor.login(), actor.address(), action, target, correlationId, result);
    }

    public static Act done(Actor actor, String action, @Nullable String target) {
        return of(actor, action, target, null, SUCCESS);
    }

    public static Act ofNobody(String address, String action, String result) {
        return new Act(null, null, address, action, null, null, result);
    }
}
