/// Whether scores have meant anything in this depot, what the worst position is and who could
/// replace it.
///
/// Pure: a picture in, correlations out. Not here: what to do about it.
@NullMarked
package de.aktienanalyse.orchestrator.correlation;

import org.jspecify.annotations.NullMarked;
