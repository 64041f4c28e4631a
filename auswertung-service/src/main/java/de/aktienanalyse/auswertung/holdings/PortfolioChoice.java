package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.commands.CommandAnswer;

/// Which depot a command means.
public sealed interface PortfolioChoice {
    record Chosen(String portfolioId) implements PortfolioChoice {}

    /// Unknown, or none heard of yet.
    record None(CommandAnswer answer) implements PortfolioChoice {}
}
