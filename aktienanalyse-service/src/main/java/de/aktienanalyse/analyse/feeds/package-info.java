/// Where bars come from: one port, and a feed per kind of source.
///
/// A feed knows neither bus nor database; it hands out what was and then, batch by batch, what is.
/// To add one, implement [MarketFeed] and name it in [Feeds]. Not here: keeping bars and saying
/// them (`marketdata`).
@NullMarked
package de.aktienanalyse.analyse.feeds;

import org.jspecify.annotations.NullMarked;
