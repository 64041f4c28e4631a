package de.aktienanalyse.gateway.audit;

import java.util.concurrent.CompletableFuture;

@FunctionalInterface
public interface Audit {
    /// Never waits.
    ///
    /// @return ends when it is on the disk
    CompletableFuture<Act> write(Act act);
}
