package de.aktienanalyse.verwaltung.depot;

/// Which shares a sale is taken from. Both are always kept; this one is shown.
public enum CostMethod {
    /// First in, first out: German law.
    FIFO,
    /// Gleitender Durchschnittspreis: Austrian law.
    MOVING_AVERAGE
}
