package de.aktienanalyse.gateway.fanout;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one connection wants to hear.
///
/// @param symbols empty: of all shares. News without a share pass
/// @param portfolioId null: of all portfolios. News without a portfolio pass
record Subscription(Glob events, Set<String> symbols, @Nullable String portfolioId) {
    Subscription {
        symbols = Set.copyOf(symbols);
    }

    boolean wants(String event, @Nullable String symbol, @Nullable String portfolio) {
        return (symbols.isEmpty() || symbol == null || symbols.contains(symbol))
                && (portfolioId == null || portfolio == null || portfolioId.equals(portfolio))
                && events.matches(event);
    }
}
