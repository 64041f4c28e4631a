package de.aktienanalyse.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param enforced off: rates and connection counts are lifted, for benchmarks
///   (`AKTIEN_LIMITS=off`)
/// @param messagesPerSecond frames from one connection, on average
/// @param messageBurst frames at once
/// @param commandsPerSecond commands of one user, on average
/// @param commandBurst commands at once
/// @param readsPerSecond GETs by HTTP of one user, on average
/// @param readBurst GETs at once
/// @param repeatsPerSecond messages that one user is told again or as current values, on average
/// @param repeatBurst such messages at once: five resumes of the longest kind
/// @param subscriptions event types and globs of one connection
/// @param connectionsPerAddress open sockets from one address
/// @param connectionsPerUser open sockets of one user
/// @param handshakesPerMinute attempts of one address to open a socket
/// @param loginsPerMinute attempts of one address to log in or to use a one-time link; guessing is
///   never free, whatever `enforced` says
@ConfigurationProperties("aktien.gateway.limits")
public record LimitProperties(
        @DefaultValue("true") boolean enforced,
        @DefaultValue("20") int messagesPerSecond,
        @DefaultValue("40") int messageBurst,
        @DefaultValue("5") int commandsPerSecond,
        @DefaultValue("10") int commandBurst,
        @DefaultValue("20") int readsPerSecond,
        @DefaultValue("40") int readBurst,
        @DefaultValue("5000") int repeatsPerSecond,
        @DefaultValue("100000") int repeatBurst,
        @DefaultValue("200") int subscriptions,
        @DefaultValue("50") int connectionsPerAddress,
        @DefaultValue("20") int connectionsPerUser,
        @DefaultValue("60") int handshakesPerMinute,
        @DefaultValue("5") int loginsPerMinute) {}
