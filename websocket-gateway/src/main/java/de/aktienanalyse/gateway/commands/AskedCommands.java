package de.aktienanalyse.gateway.commands;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Which commands were asked on a connection, for all gateways: whoever comes back with its resume
/// token, wherever, gets their outcomes.
public interface AskedCommands {

    /// Before the command is sent. Never fails, never waits.
    void remember(String resumeToken, String commandId);

    /// Empty for a token that nobody knows.
    CompletableFuture<Set<String>> of(String resumeToken);
}
