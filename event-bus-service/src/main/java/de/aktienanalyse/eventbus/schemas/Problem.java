package de.aktienanalyse.eventbus.schemas;

/// What would break readers or writers of the older schema.
///
/// @param path into the message, `data.score`
public record Problem(String path, String reason) {}
