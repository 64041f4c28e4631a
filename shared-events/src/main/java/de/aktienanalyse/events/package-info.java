/// The language of the suite: what is said on the bus, one record per event, one file per family.
///
/// | family | said by | heard by |
/// |---|---|---|
/// | [MarketEvent] | aktienanalyse | aktienanalyse, auswertung, verwaltung |
/// | [AlertEvent] | verwaltung | gateway |
/// | [StockEvent] | aktienanalyse | auswertung, verwaltung, orchestrator |
/// | [PortfolioEvent] | verwaltung, auswertung | aktienanalyse, auswertung, verwaltung |
/// | [OrderEvent] | verwaltung | auswertung, aktienanalyse |
/// | [CrossSystemEvent] | orchestrator, every module | every module |
/// | [SystemEvent] | every service | event-bus-service |
/// | [UserEvent] | event-bus-service, owners of commands | gateway |
///
/// Browsers hear all of it through the gateway, under the names that `BrowserView` gives.
///
/// Adding an event is one record in one of these files, and a golden sample in
/// `src/test/resources/samples/events`. Schemas, AsyncAPI document and TypeScript types are
/// generated: `mvn -pl shared-events test -Dregenerate=true`. Not here: anything that computes,
/// sends or stores.
@NullMarked
package de.aktienanalyse.events;

import org.jspecify.annotations.NullMarked;
