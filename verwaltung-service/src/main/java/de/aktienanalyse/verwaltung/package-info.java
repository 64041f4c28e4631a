/// Recommendations and commands in, orders and depot out.
@NullMarked
package de.aktienanalyse.verwaltung;

import org.jspecify.annotations.NullMarked;
