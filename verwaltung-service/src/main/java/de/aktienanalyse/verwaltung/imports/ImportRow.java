package de.aktienanalyse.verwaltung.imports;

import java.math.BigDecimal;
import java.time.LocalDate;

/// One row of the file.
///
/// @param line in the file, the header is 1
/// @param symbol empty for cash rows that name none
/// @param quantity shares; 1 for cash rows that give none
/// @param price per share; the amount for cash rows
/// @param fees of a purchase or sale
/// @param currency ISO 4217; empty: the depot's
/// @param hash of the content, and of how often the same content came before in the file
record ImportRow(
        int line,
        LocalDate date,
        Type type,
        String symbol,
        BigDecimal quantity,
        BigDecimal price,
        BigDecimal fees,
        String currency,
        String hash) {

    enum Type {
        BUY,
        SELL,
        DEPOSIT,
        WITHDRAWAL,
        DIVIDEND,
        INTEREST,
        FEE,
        TAX;

        boolean isTrade() {
            return this == BUY || this == SELL;
        }
    }

    /// A row that cannot be booked.
    ///
    /// @param code stable, lower snake case
    /// @param field column
    record Problem(int line, String code, String field, String message) {}
}
