/// Whether what was promised arrives while connections are cut and gateways restarted, and how fast
/// clients are back.
@NullMarked
package de.aktienanalyse.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
