package de.aktienanalyse.gateway.conversation;

import de.aktienanalyse.gateway.commands.AskedCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The commands whose outcomes one connection waits for: its own and those of the connections
/// before it. The next connection finds them by [#token()].
final class AskedHere {
    private static final int PATIENCE_S = 3;

    /// A connection has one before it; each name costs look-ups in Redis.
    private static final int EARLIER_AT_MOST = 8;

    /// A client that still speaks so long after an outcome was told has it: when nothing arrives,
    /// one of the two sides hangs up sooner.
    static final Duration CERTAIN = Duration.ofMinutes(2);

    private record Told(String commandId, Instant at) {}

    private final AskedCommands asked;
    private final String token;
    private final Clock clock;
    private final Consumer<String> inherited;
    private final Map<String, CompletableFuture<?>> earlier = new HashMap<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /// @param token names this connection to the next one
    /// @param inherited told the ids of what an earlier connection asked
    AskedHere(AskedCommands asked, String token, Clock clock, Consumer<String> inherited) {
        this.asked = asked;
        this.token = token;
        this.clock = clock;
        this.inherited = inherited;
    }

    String token() {
        return token;
    }

    /// Before the command is sent.
    void ask(String commandId) {
        // Of what is asked again, the outcome is still to come.
        told.removeIf(each -> each.commandId().equals(commandId));
        asked.remember(token, commandId);
    }

    /// Its outcome was told. Any thread may say so.
    void told(String commandId) {
        asked.told(token, commandId);
        told.add(new Told(commandId, clock.instant()));
    }

    /// The client spoke.
    void heard() {
        Instant certain = clock.instant().minus(CERTAIN);
        List<String> arrived = new ArrayList<>();
        for (Told first = told.peek();
                first != null && first.at().isBefore(certain);
                first = told.peek()) {
            arrived.add(first.commandId());
            told.remove(first);
        }
        if (!arrived.isEmpty()) {
            asked.forget(token, arrived);
        }
    }

    /// What an earlier connection asked is from now on asked by this one.
    ///
    /// @return ends when it is; null when too many were named
    @Nullable CompletableFuture<?> askedBy(String earlierToken) {
        CompletableFuture<?> known = earlier.get(earlierToken);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        if (known == null && earlier.size() >= EARLIER_AT_MOST) {
            return null;
        }
        CompletableFuture<?> inheriting =
                asked.inherit(earlierToken, token)
                        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                        .thenAccept(all -> all.forEach(this::inherit));
        earlier.put(earlierToken, inheriting);
        return inheriting;
    }

    private void inherit(AskedCommands.Asked one) {
        inherited.accept(one.commandId());
        if (one.told()) {
            // This connection is told again what it has not heard; what it has, it is not told.
            told.add(new Told(one.commandId(), clock.instant()));
        }
    }
}
