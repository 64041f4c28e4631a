package de.aktienanalyse.verwaltung.depot;

import java.time.Instant;

/// A depot without its holdings.
///
/// @param revision grows with every booking
/// @param bookedAt market time of the newest booking
public record Account(String portfolioId, Money cash, long revision, Instant bookedAt) {}
