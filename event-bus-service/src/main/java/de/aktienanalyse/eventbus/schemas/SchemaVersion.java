package de.aktienanalyse.eventbus.schemas;

import java.time.Instant;
import java.util.List;

/// One text that a schema had.
///
/// @param kind `event` or `command`
/// @param revision counts the texts of this type, from 1
/// @param version of the message, `1.0`
/// @param breaks what it broke of the one before
record SchemaVersion(
        String type,
        String kind,
        int revision,
        String version,
        String json,
        List<Problem> breaks,
        Instant registeredAt) {
    SchemaVersion {
        breaks = List.copyOf(breaks);
    }

    /// `1.0` for the first text, `1.0-2` for the second.
    String label() {
        return revision == 1 ? version : version + "-" + revision;
    }
}
