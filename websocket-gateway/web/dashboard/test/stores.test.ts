import { expect, test } from "vitest";
import { Analyses } from "../src/store/analyses.ts";
import { Depot } from "../src/store/depot.ts";
import { Notices } from "../src/store/notices.ts";
import { Recommendations } from "../src/store/recommendations.ts";
import { System } from "../src/store/system.ts";

test("an analysis is read alike from the event, as the spec shapes it, and from the list", () => {
  const fromEvent = new Analyses();
  fromEvent.receive({
    analysis_id: "a",
    analysis_type: "technical",
    symbol: "AAPL",
    result: { score: 15.5, technical_indicators: { rsi_14: 61.2 }, as_of: "2008-03-05T00:00:00Z" },
    confidence_score: 0.7,
    recommendation: "buy",
    completed_at: "x",
  });
  const fromList = new Analyses();
  fromList.receive({
    analysis_id: "a",
    symbol: "AAPL",
    score: 15.5,
    confidence: 0.7,
    technical_indicators: { rsi_14: 61.2 },
    recommendation: "BUY",
    as_of: "2008-03-05T00:00:00Z",
  });
  expect(fromEvent.get("AAPL")).toEqual(fromList.get("AAPL"));
  expect(fromEvent.get("AAPL")).toMatchObject({ score: 15.5, confidence: 0.7, recommendation: "buy" });
});

test("an analysis without data does not wipe out the score", () => {
  const analyses = new Analyses();
  analyses.receive({ symbol: "AAPL", score: 12, recommendation: "HOLD" });
  analyses.receive({ symbol: "AAPL", analysis_type: "sentiment", score: 0, recommendation: "HOLD" });
  expect(analyses.get("AAPL")?.score).toBe(12);
});

test("an older analysis that arrives late is ignored", () => {
  const analyses = new Analyses();
  analyses.receive({ symbol: "AAPL", score: 12, as_of: "2008-03-06T00:00:00Z" });
  analyses.receive({ symbol: "AAPL", score: 3, as_of: "2008-03-05T00:00:00Z" });
  expect(analyses.get("AAPL")?.score).toBe(12);
});

test("events keep what only the answer knows, and an older revision is ignored", () => {
  const depot = new Depot();
  depot.receive({
    portfolio_id: "depot-1",
    total_value: 100,
    cash: 40,
    buying_power: 30,
    currency: "USD",
    revision: 7,
    positions: [],
    watchlist: [{ symbol: "XOM", reason: "BUY, score 17" }, "IBM"],
  });
  depot.receive({ portfolio_id: "depot-1", total_value: 101, revision: 7, positions: [] });
  expect(depot.valuation).toMatchObject({ totalValue: 101, cash: 40, buyingPower: 30, currency: "USD" });
  expect(depot.watchlist.map(({ symbol }) => symbol)).toEqual(["XOM", "IBM"]);
  depot.receive({ portfolio_id: "depot-1", total_value: 1, revision: 6, positions: [] });
  expect(depot.valuation?.totalValue).toBe(101);
});

test("figures come with their convention, from the answer and from the event", () => {
  const depot = new Depot();
  const figure = (value: number | null) => ({
    value,
    convention: { returns: "simple", periods_per_year: 252 },
    observations: 20,
    status: value === null ? "NOT_ENOUGH_DATA" : "OK",
  });
  depot.receivePerformance({
    from: "2008-01-02",
    to: "2008-03-04",
    figures: { total_return: figure(3.5), sharpe_ratio: figure(null), money_weighted_return: figure(8.1) },
    daily: [
      { date: "2008-03-03", value: 100 },
      { date: "2008-03-04", value: 101 },
    ],
  });
  expect(depot.performance).toMatchObject({
    totalReturn: 3.5,
    irr: 8.1,
    sharpe: null,
    status: "NOT_ENOUGH_DATA",
    observations: 20,
    from: "2008-01-02",
  });
  depot.receivePerformance({
    performance_metrics: { total_return: 3.6, sharpe_ratio: 1.1 },
    convention: { from: "2008-01-02", to: "2008-03-05", observations: 21, status: "OK" },
    total_value: 102,
    as_of: "2008-03-06T00:00:00Z",
  });
  expect(depot.performance).toMatchObject({ totalReturn: 3.6, sharpe: 1.1, irr: 8.1, to: "2008-03-05" });
  expect(depot.performance?.daily.slice(1)).toEqual([
    { day: "2008-03-04", value: 101 },
    { day: "2008-03-05", value: 102 },
  ]);
});

test("a recommendation that is repeated is renewed, not listed twice", () => {
  const all = new Recommendations();
  const said = (confidence: number) => ({ recommendation: { action: "BUY", symbol: "IBM", reason: "r", confidence } });
  all.receive(said(0.6), "2026-01-01T00:00:00Z");
  all.receive(said(0.8), "2026-01-02T00:00:00Z");
  expect(all.all).toHaveLength(1);
  expect(all.all[0]).toMatchObject({ action: "buy", confidence: 0.8 });
});

test("the system's answer is read, as rich or as plain as it is", () => {
  const system = new System();
  system.receiveStatus({ services: { core: "online", broker: "offline" }, overall_health: 95 });
  expect(system.services.map(({ name, status }) => [name, status])).toEqual([
    ["broker", "offline"],
    ["core", "online"],
  ]);
  system.receiveStatus({
    services: { verwaltung: "online" },
    instances: [{ service: "verwaltung", instance: "verwaltung-1", status: "online", health_score: 100 }],
    analytics: {
      total_events: 12,
      throughput: 3.5,
      events_by_type: { "market.data.realtime": 9 },
      processing_time_by_type: { "market.data.realtime": { p95: 1.5 } },
    },
  });
  expect(system.bus).toMatchObject({ total: 12, perSecond: 3.5 });
  expect(system.bus.byType).toEqual([{ name: "market.data.realtime", total: 9, p95: 1.5 }]);
});

test("the same event heard twice is one notice", () => {
  const notices = new Notices();
  const notice = { id: "x", severity: "info", title: "t", text: "", at: "2026-01-01T00:00:00Z" } as const;
  notices.add(notice);
  notices.add(notice);
  expect(notices.all).toHaveLength(1);
  expect(notices.unread).toBe(1);
});
