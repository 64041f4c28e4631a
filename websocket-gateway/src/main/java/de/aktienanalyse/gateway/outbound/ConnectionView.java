package de.aktienanalyse.gateway.outbound;

import org.jspecify.annotations.Nullable;

/// One connection as its owner may see it.
///
/// @param user whose it is; empty until it is known
/// @param seconds since it came
/// @param waiting messages in its queue
/// @param blockedForMs for how long its socket has taken nothing; 0 when it takes what it is given
/// @param silentForSeconds since anything was heard from the client
public record ConnectionView(
        String clientId,
        String user,
        String address,
        @Nullable String displayName,
        int seconds,
        int waiting,
        long blockedForMs,
        int silentForSeconds,
        long delivered,
        long conflated,
        long shed) {}
