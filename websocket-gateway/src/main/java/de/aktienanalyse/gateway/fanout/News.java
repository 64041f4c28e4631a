package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.positions.Place;
import org.jspecify.annotations.Nullable;

/// A message to all who subscribed to its event, or to one client.
///
/// @param symbol what a filter by share looks at
/// @param portfolioId what a filter by portfolio looks at
/// @param userId the one user it is for; null: everybody
/// @param client the one connection it is for; null: all who subscribed
/// @param data for REST, which gives the current values without their messages; null when nobody
///   asks
/// @param place where the bus keeps it; null for what it does not keep
record News(
        Frame frame,
        @Nullable String symbol,
        @Nullable String portfolioId,
        @Nullable String userId,
        @Nullable String client,
        @Nullable Object data,
        @Nullable Place place)
        implements Told {}
