/** The depot as verwaltung values it, and its figures as auswertung computes them. */

import { type Json, number, object, objects, text } from "./model.ts";
import { Topic } from "./topic.ts";

export interface Position {
  readonly symbol: string;
  readonly name: string | null;
  readonly isin: string | null;
  readonly quantity: number | null;
  readonly averageCost: number | null;
  readonly price: number | null;
  readonly value: number | null;
  readonly change: number | null;
  readonly changePercent: number | null;
  readonly weight: number | null;
  readonly currency: string | null;
}

export interface Valuation {
  readonly portfolioId: string | null;
  readonly totalValue: number | null;
  readonly totalChange: number | null;
  readonly totalChangePercent: number | null;
  readonly dayChange: number | null;
  readonly dayChangePercent: number | null;
  readonly cash: number | null;
  readonly buyingPower: number | null;
  readonly currency: string | null;
  readonly lastUpdated: string | null;
  readonly revision: number | null;
  readonly positions: readonly Position[];
}

export interface WatchlistEntry {
  readonly symbol: string;
  readonly reason: string | null;
  readonly addedAt: string | null;
}

export interface DayValue {
  /** `2008-03-04` */
  readonly day: string;
  readonly value: number;
}

export interface Performance {
  /** In percent. */
  readonly totalReturn: number | null;
  /** Money-weighted, a year, in percent. */
  readonly irr: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** In percent, ≤ 0. */
  readonly maxDrawdown: number | null;
  /** A year, in percent. */
  readonly volatility: number | null;
  readonly riskAssessment: string | null;
  readonly convention: Json;
  readonly from: string | null;
  readonly to: string | null;
  readonly observations: number | null;
  readonly status: string | null;
  readonly daily: readonly DayValue[];
}

export class Depot extends Topic {
  #valuation: Valuation | null = null;
  #watchlist: readonly WatchlistEntry[] = [];
  #performance: Performance | null = null;

  get valuation(): Valuation | null {
    return this.#valuation;
  }

  get watchlist(): readonly WatchlistEntry[] {
    return this.#watchlist;
  }

  get performance(): Performance | null {
    return this.#performance;
  }

  /** An event or the answer of `get_portfolio`. What an event leaves out stays as it was. */
  receive(data: object): void {
    const next = readValuation(data as Json);
    const known = this.#valuation;
    if (known?.revision != null && next.revision !== null && next.revision < known.revision) return;
    this.#valuation = {
      ...next,
      cash: next.cash ?? known?.cash ?? null,
      currency: next.currency ?? known?.currency ?? null,
      buyingPower: next.buyingPower ?? known?.buyingPower ?? null,
    };
    const watchlist = (data as Json)["watchlist"];
    if (Array.isArray(watchlist)) this.#watchlist = watchlist.flatMap(readWatchlistEntry);
    this.changed();
  }

  /** `portfolio.performance` or the answer of `get_performance`; only the answer has the daily values. */
  receivePerformance(data: object): void {
    const next = readPerformance(data as Json);
    const known = this.#performance;
    this.#performance = {
      ...next,
      irr: next.irr ?? known?.irr ?? null,
      sortino: next.sortino ?? known?.sortino ?? null,
      daily: next.daily.length > 0 ? next.daily : withNewest(known?.daily ?? [], data as Json),
    };
    this.changed();
  }
}

function readValuation(data: Json): Valuation {
  return {
    portfolioId: text(data["portfolio_id"]),
    totalValue: number(data["total_value"]),
    totalChange: number(data["total_change"]),
    totalChangePercent: number(data["total_change_percent"]),
    dayChange: number(data["day_change"]),
    dayChangePercent: number(data["day_change_percent"]),
    cash: number(data["cash"]),
    buyingPower: number(data["buying_power"]),
    currency: text(data["currency"]),
    lastUpdated: text(data["last_updated"]),
    revision: number(data["revision"]),
    positions: objects(data["positions"]).flatMap(readPosition),
  };
}

function readPosition(data: Json): Position[] {
  const symbol = text(data["symbol"]);
  if (symbol === null) return [];
  return [
    {
      symbol,
      name: text(data["name"]),
      isin: text(data["isin"]),
      quantity: number(data["quantity"]),
      averageCost: number(data["average_cost"]),
      price: number(data["price"]),
      value: number(data["value"]),
      change: number(data["change"]),
      changePercent: number(data["change_percent"]),
      weight: number(data["weight"]),
      currency: text(data["currency"]),
    },
  ];
}

/** Entries are symbols or objects that have one. */
function readWatchlistEntry(entry: unknown): WatchlistEntry[] {
  const row = object(entry);
  const symbol = text(entry) ?? text(row?.["symbol"]);
  return symbol === null
    ? []
    : [{ symbol, reason: text(row?.["reason"]), addedAt: text(row?.["added_at"]) }];
}

/** The event has plain numbers and one convention; the answer has figures that each carry their own. */
function readPerformance(data: Json): Performance {
  const figures = object(data["figures"]) ?? object(data["performance_metrics"]) ?? {};
  const ratio = object(figures["sharpe_ratio"]);
  const convention = object(data["convention"]) ?? { ...ratio, ...object(ratio?.["convention"]) };
  return {
    totalReturn: figure(figures["total_return"]),
    irr: figure(figures["money_weighted_return"]),
    sharpe: figure(figures["sharpe_ratio"]),
    sortino: figure(figures["sortino_ratio"]),
    maxDrawdown: figure(figures["max_drawdown"]),
    volatility: figure(figures["volatility"]),
    riskAssessment: text(data["risk_assessment"])?.toLowerCase() ?? null,
    convention,
    from: text(data["from"]) ?? text(convention["from"]),
    to: text(data["to"]) ?? text(convention["to"]),
    observations: number(convention["observations"]),
    status: text(convention["status"]),
    daily: objects(data["daily"]).flatMap(readDay),
  };
}

/** An event knows the value of one day: the last, or the one after it. */
function withNewest(daily: readonly DayValue[], event: Json): readonly DayValue[] {
  const value = number(event["total_value"]);
  const last = daily.at(-1);
  const end = Date.parse(text(event["as_of"]) ?? "");
  if (value === null || last === undefined || Number.isNaN(end)) return daily;
  // The end of a bar is the first moment after its day.
  const day = new Date(end - 1).toISOString().slice(0, 10);
  if (day < last.day) return daily;
  return [...(day === last.day ? daily.slice(0, -1) : daily), { day, value }];
}

function figure(value: unknown): number | null {
  return number(value) ?? number(object(value)?.["value"]);
}

function readDay(row: Json): DayValue[] {
  const day = text(row["day"]) ?? text(row["date"]);
  const value = number(row["value"]) ?? number(row["total_value"]) ?? number(row["end_value"]);
  return day === null || value === null ? [] : [{ day: day.slice(0, 10), value }];
}
