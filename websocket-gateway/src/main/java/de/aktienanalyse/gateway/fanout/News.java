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
/// @param version of a value of which only the newest counts; null when it is none
record News(
        Frame frame,
        @Nullable String symbol,
        @Nullable String portfolioId,
        @Nullable String userId,
        @Nullable String client,
        @Nullable Object data,
        @Nullable Place place,
        @Nullable Version version)
        implements Told {

    /// Of which only the newest counts: under one key, whoever says it.
    ///
    /// @param event browser name
    /// @param subject share, portfolio or service
    static String key(String event, String subject) {
        return event + " " + subject;
    }

    /// As news of one key: a value without a version is newer than whatever was there.
    boolean isNewerThan(News other) {
        return version == null || other.version == null || version.isNewerThan(other.version);
    }
}
