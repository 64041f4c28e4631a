package de.aktienanalyse.gateway.outbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param everyBound messages of class EVERY that may wait for one connection; more end it with
///   1013
/// @param conflateAbove messages that may wait for a blocked connection before its prices conflate
/// @param writeTimeout a connection whose write makes no progress for so long is dead
/// @param silence after so long without a byte from the client it is pinged, after three times that
///   it is dead
/// @param closeTimeout how long the client may take to answer our close frame
/// @param passInterval under load, writes are gathered for so long; an idle writer writes at once
/// @param linger how long the last frames may take at shutdown
/// @param drainSpread over how long the farewells are spread at shutdown, so that not all clients
///   come back at once
@ConfigurationProperties("aktien.gateway.outbound")
public record OutboundProperties(
        @DefaultValue("8192") int everyBound,
        @DefaultValue("256") int conflateAbove,
        @DefaultValue("5s") Duration writeTimeout,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("2s") Duration closeTimeout,
        @DefaultValue("2ms") Duration passInterval,
        @DefaultValue("2s") Duration linger,
        @DefaultValue("3s") Duration drainSpread) {}
