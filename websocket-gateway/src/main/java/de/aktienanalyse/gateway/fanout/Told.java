package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;

/// What the newsroom tells the writer, in order per partition.
sealed interface Told permits News, Told.Passed, Told.Outcome, Told.Broken, Told.LeftOut {

    /// Where it stands; null for what has no position.
    @Nullable Place place();

    /// An event that browsers do not see. Its position counts all the same.
    ///
    /// @param again Redis had lost it and it was said again: who heard it before must not hear it
    ///   as news, and who did not must learn of it
    record Passed(Place place, boolean again) implements Told {}

    /// The answer to a command that changed something, for the one who asked.
    record Outcome(Place place, String actor, String commandId, ServerMessage message)
            implements Told {}

    /// So many values were left out in favour of `newer`, which is told next.
    record LeftOut(News newer, int count) implements Told {
        @Override
        public @Nullable Place place() {
            return null;
        }
    }

    /// What lies before is lost, and all up to `place` counts as told.
    ///
    /// @param reason `start` when nobody has heard anything yet
    record Broken(Place place, String reason) implements Told {}
}
