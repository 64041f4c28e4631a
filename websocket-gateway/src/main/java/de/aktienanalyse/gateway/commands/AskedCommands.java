package de.aktienanalyse.gateway.commands;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Which commands were asked on a connection, for all gateways: whoever comes back with its resume
/// token, wherever, gets their outcomes. Nothing here waits, and only [#inherit] may fail.
public interface AskedCommands {

    /// @param told whether its outcome was told; it may have got lost with the line all the same
    record Asked(String commandId, boolean told) {}

    /// Before the command is sent.
    void remember(String resumeToken, String commandId);

    /// Its outcome was told under this token.
    void told(String resumeToken, String commandId);

    /// Their outcomes have arrived.
    void forget(String resumeToken, Collection<String> commandIds);

    /// Gives what was asked under a token to the one that comes after it. Empty for a token that
    /// nobody knows.
    CompletableFuture<List<Asked>> inherit(String earlier, String resumeToken);
}
