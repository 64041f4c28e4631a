/// From bars to a score with its reasons.
///
/// *Hears* BarClosed, start_analysis, get_recommendations, the modules' requests. *Says*
/// AnalysisCompleted and DataProvided. The rules stand in [ScoreRules], pure and on one page. Not
/// here: formulas (`indicators`), whether a score was right (`accuracy`).
@NullMarked
package de.aktienanalyse.analyse.scoring;

import org.jspecify.annotations.NullMarked;
