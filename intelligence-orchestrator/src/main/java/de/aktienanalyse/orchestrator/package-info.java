/// Figures in, recommendations out.
@NullMarked
package de.aktienanalyse.orchestrator;

import org.jspecify.annotations.NullMarked;
