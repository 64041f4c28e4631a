package de.aktienanalyse.bus;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;

/// Carries out commands that take long, several at once, on whichever instance has time.
@FunctionalInterface
public interface Worker<C extends Command> {

    /// Runs outside any transaction, and again after a failure or a death: what it changes it
    /// leaves to the [Conclusion].
    Conclusion on(CommandEnvelope<C> command, Progress progress) throws Exception;

    /// What ends the work: runs in the transaction of the answer, so that it has its effect once.
    @FunctionalInterface
    interface Conclusion {
        Outcome conclude() throws Exception;
    }

    /// Tells the user how far it is.
    @FunctionalInterface
    interface Progress {
        /// Throws when another instance has taken the work over, so that this one can stop.
        ///
        /// @param percent 0 to 100; less than before counts as no more
        /// @param doing for people
        void at(int percent, String doing);
    }
}
