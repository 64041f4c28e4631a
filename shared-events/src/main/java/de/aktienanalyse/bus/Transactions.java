package de.aktienanalyse.bus;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The transaction that holds a reaction. All or nothing: an exception rolls back and comes
/// through.
@FunctionalInterface
public interface Transactions {
    <T extends @Nullable Object> T within(Callable<T> work) throws Exception;

    /// For buses without a database.
    Transactions NONE =
            new Transactions() {
                @Override
                public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
                    return work.call();
                }
            };
}
