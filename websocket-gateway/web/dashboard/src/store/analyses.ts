/** The newest analysis of each share. */

import { type Json, type Recommendation, isBefore, number, object, objects, recommendation, text } from "./model.ts";
import { Topic } from "./topic.ts";

export interface ScorePart {
  readonly name: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly reason: string | null;
}

export interface Indicators {
  readonly rsi14: number | null;
  readonly macdLine: number | null;
  readonly macdSignal: number | null;
  readonly macdHistogram: number | null;
  readonly macdLabel: string | null;
  readonly sma20: number | null;
  readonly sma50: number | null;
  readonly sma200: number | null;
  readonly averagesLabel: string | null;
}

export interface Analysis {
  readonly symbol: string;
  /** 0..20 */
  readonly score: number | null;
  /** 0..1 */
  readonly confidence: number | null;
  readonly recommendation: Recommendation | null;
  readonly targetPrice: number | null;
  readonly riskLevel: string | null;
  readonly currency: string | null;
  readonly asOf: string | null;
  readonly bars: number | null;
  readonly version: string | null;
  readonly parts: readonly ScorePart[];
  readonly indicators: Indicators;
}

export class Analyses extends Topic {
  readonly #bySymbol = new Map<string, Analysis>();

  get(symbol: string): Analysis | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** Best score first; without one last. */
  get ranked(): Analysis[] {
    return [...this.#bySymbol.values()].toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1));
  }

  /** An event or a row of `get_recommendations`. Older ones than the known are ignored. */
  receive(data: object): void {
    const analysis = readAnalysis(data as Json);
    if (analysis === null) return;
    const known = this.#bySymbol.get(analysis.symbol);
    if (known?.asOf && analysis.asOf && isBefore(analysis.asOf, known.asOf)) return;
    this.#bySymbol.set(analysis.symbol, analysis);
    this.changed();
  }
}

/** The spec puts the figures into `result`, the bus beside it: either is read. */
export function readAnalysis(data: Json): Analysis | null {
  const all: Json = { ...object(data["result"]), ...withoutNulls(data) };
  const symbol = text(all["symbol"]);
  if (symbol === null) return null;
  // Only the technical analysis makes a score; the others would wipe it out.
  if ((text(all["analysis_type"]) ?? "technical") !== "technical") return null;
  return {
    symbol,
    score: number(all["score"]),
    confidence: number(all["confidence"]) ?? number(all["confidence_score"]),
    recommendation: recommendation(all["recommendation"]),
    targetPrice: number(all["target_price"]),
    riskLevel: text(all["risk_level"])?.toLowerCase() ?? null,
    currency: text(all["currency"]),
    asOf: text(all["as_of"]),
    bars: number(all["bars"]),
    version: text(all["scoring_version"]),
    parts: objects(all["parts"]).map(readPart),
    indicators: readIndicators(object(all["technical_indicators"]) ?? {}),
  };
}

function withoutNulls(data: Json): Json {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}

function readPart(part: Json): ScorePart {
  return {
    name: text(part["name"]) ?? "",
    points: number(part["points"]) ?? 0,
    maxPoints: number(part["max_points"]) ?? 0,
    reason: text(part["reason"]),
  };
}

function readIndicators(data: Json): Indicators {
  const macd = object(data["macd_12_26_9"]) ?? {};
  return {
    rsi14: number(data["rsi_14"]) ?? number(data["rsi"]),
    macdLine: number(macd["line"]),
    macdSignal: number(macd["signal"]),
    macdHistogram: number(macd["histogram"]),
    macdLabel: text(data["macd"]),
    sma20: number(data["sma_20"]),
    sma50: number(data["sma_50"]),
    sma200: number(data["sma_200"]),
    averagesLabel: text(data["moving_averages"]),
  };
}
