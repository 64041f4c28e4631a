package de.aktienanalyse.events;

/// What the bus promises for an event, from its publisher to the browser. Declared once, on the
/// record.
public enum Delivery {
    /// Each one, in order per subject, effect once. Kept in a stream, never shed, resumed without a
    /// gap.
    EVERY,
    /// The newest per routing key wins. Older ones may be conflated; the current value is there on
    /// subscribe.
    LATEST,
    /// Now or never.
    TRANSIENT
}
