package de.aktienanalyse.verwaltung.depot;

import java.math.BigDecimal;
import java.time.Instant;

/// Shares bought together and not sold yet.
///
/// @param lotId the execution that bought them
/// @param openedAt market time of the purchase
/// @param quantity still held
/// @param cost of what is still held, fees included
record Lot(String lotId, Instant openedAt, BigDecimal quantity, Money cost) {}
