package de.aktienanalyse.auswertung.holdings;

/// How far a depot is looked at.
public enum Through {
    /// To the last day whose bars are all expected to be in.
    CLOSED_DAYS,
    /// With the running day, valued provisionally: shares without a bar of the day at their price
    /// before.
    RUNNING_DAY
}
