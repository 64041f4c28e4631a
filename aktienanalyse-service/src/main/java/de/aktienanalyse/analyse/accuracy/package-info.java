/// Was the score right? Keeps each forecast, sets it against what came, and gives the next one its
/// confidence.
///
/// *Hears* trading.order.executed and portfolio.performance.updated. *Says* nothing; the figures
/// are gauges `aktien_forecast_*` and a part of each analysis. Not here: how a score is made
/// (`scoring`).
@NullMarked
package de.aktienanalyse.analyse.accuracy;

import org.jspecify.annotations.NullMarked;
