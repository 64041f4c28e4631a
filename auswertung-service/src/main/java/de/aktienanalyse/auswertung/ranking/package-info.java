/// Which holding is best: by what it earned and by how it is scored.
///
/// Hears analyses of shares and keeps the newest score of each. Says nothing; `announcement` says
/// top performers and answers with ranks. Not here: the score itself (aktienanalyse).
@NullMarked
package de.aktienanalyse.auswertung.ranking;

import org.jspecify.annotations.NullMarked;
