package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.events.RawJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Who has the objects that events tell of.
public interface ObjectOwner {

    /// @param json the whole object, with its `revision`
    record Item(RawJson json, @Nullable String symbol) {}

    /// @param command whose answer this is
    /// @param nextCursor for the rest, by that command; null: there is none
    record Page(String command, List<Item> items, @Nullable String nextCursor) {}

    /// The orders of a depot that are open now.
    ///
    /// @param portfolioId null: the user's own
    /// @return ends exceptionally when nobody answers in time
    CompletableFuture<Page> workingOrders(String user, @Nullable String portfolioId);
}
