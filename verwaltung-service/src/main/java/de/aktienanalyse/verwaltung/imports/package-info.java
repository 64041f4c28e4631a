/// Past transactions from a CSV file into the depot: all rows or none, and no row twice.
///
/// Obeys `import_transactions`. Says `Executed` (broker `import`), `PositionChanged` and
/// `CashChanged`, so that the depot can be rebuilt from the journal alone. Not here: Portfolio
/// Performance's format.
@NullMarked
package de.aktienanalyse.verwaltung.imports;

import org.jspecify.annotations.NullMarked;
