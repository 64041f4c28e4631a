package de.aktienanalyse.bus;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Say, hear, ask. The promise is in the verb.
///
/// Reactions, watchers and handlers are registered before the bus starts; a [Flow] does that.
public interface EventBus {

    /// Says an event. `EVERY` goes into the outbox within the transaction around the call, or one
    /// of its own, and is never lost after that commits; `LATEST` and `TRANSIENT` go out at once
    /// (inside a transaction: after it commits) and may be lost while Redis is away.
    void publish(Event event, Cause cause);

    default void publish(Event event) {
        publish(event, Cause.NONE);
    }

    /// Hears each event of a type once per group, in order per subject, again after a failure. The
    /// inbox mark, what the reaction writes to the service's database and the events it returns
    /// commit together.
    ///
    /// @param type a record or a sealed family; only `EVERY`
    /// @param group a named target of the routing table, `verwaltung.cross-system-sync`
    <E extends Event> void react(String group, Class<E> type, Reaction<E> reaction);

    /// Hears live, on every instance, and may miss. Called one at a time per family, in the order
    /// of arrival.
    ///
    /// Of `LATEST` it misses only what is no longer the newest: it is told the current values when
    /// it begins to hear and, as far as they are news, when the link to Redis was away. Each once,
    /// and never an older one behind a newer.
    <E extends Event> void watch(Class<E> type, Watcher<E> watcher);

    /// Hears everything that is on the bus, undecoded: what the gateway and analytics need.
    void watchAll(RawWatcher watcher);

    /// The same, on one of several instances: the one that has the claim. While nobody has it,
    /// which is up to five seconds after its owner died, nothing is heard.
    void watchAllAlone(String claim, RawWatcher watcher);

    /// The current values of a family's `LATEST` events, as they were said.
    CompletableFuture<List<RawEvent>> current(String family);

    /// What is kept of the `EVERY` events, for hearers that repair what Pub/Sub lost.
    StreamLog log();

    /// Carries out a command of this service; one at a time and in order per queue. For a command
    /// with an effect the stored answer, the effect and the events commit together, and a repeat
    /// under the same (actor, command_id) gets the stored answer without a second effect.
    <C extends Command> void obey(Class<C> type, CommandHandler<C> handler);

    /// Works on commands of a queue, several at once over all instances, in no order. A failure is
    /// tried again after a growing pause and ends as a dead letter; who dies is replaced after his
    /// lease. How far it is, `user.command.progress` tells.
    <C extends Command> void work(Class<C> type, Worker<C> worker);

    /// Puts a command of this service's own into one of the queues that it works on, within the
    /// transaction around the call. The same (actor, command_id) counts once.
    void put(CommandEnvelope<? extends Command> job);

    /// Sends a command to its owner. The future ends with the answer, or exceptionally with a
    /// `TimeoutException` at `expires_at` (default 10 s); the command may take effect even so.
    CompletableFuture<Answered> ask(CommandEnvelope<?> command);

    /// Says an event that a foreigner made, under its own id, source and time: `EVERY` through the
    /// outbox within the transaction around the call. Only event-bus-service does this.
    void adopt(EventEnvelope<Event> foreign);

    /// Takes what others put into the stream `aktienanalyse:inbox`, one at a time and in order. An
    /// entry is removed when the handler returns, and comes again when it throws. Only
    /// event-bus-service does this.
    void inbox(InboxHandler handler);

    @FunctionalInterface
    interface InboxHandler {
        /// @param entryId the same when the entry comes again, so that it can stand for a missing
        ///   event id
        /// @param json the field `event` of the entry, as it was put in
        void on(String entryId, byte[] json) throws Exception;
    }

    @FunctionalInterface
    interface Reaction<E extends Event> {
        /// @return what follows from it
        List<? extends Event> on(EventEnvelope<E> heard) throws Exception;
    }

    @FunctionalInterface
    interface Watcher<E extends Event> {
        void on(EventEnvelope<E> heard) throws Exception;
    }

    @FunctionalInterface
    interface RawWatcher {
        /// Runs on the thread that reads from Redis: hand over, do not work.
        void on(RawEvent heard);

        /// All that the bus keeps of a family's `LATEST` events: when this begins to hear the
        /// family and each time after a break, since some may have been missed. Most of it is known
        /// then, and what is newer may have been heard already. On a thread that may work.
        default void current(List<RawEvent> kept) {}
    }

    @FunctionalInterface
    interface CommandHandler<C extends Command> {
        Outcome on(CommandEnvelope<C> command) throws Exception;
    }
}
