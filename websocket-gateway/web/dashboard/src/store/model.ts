/** Names for the events' types. Taken off the map of events, so that the generated file may name them as it likes. */

import type { BrowserEvents } from "@aktienanalyse/client";

export type PriceUpdate = BrowserEvents["market.price_update"];
export type Bar = BrowserEvents["market.bar"];
export type MarketAlert = BrowserEvents["market.alert"];
export type AnalysisComplete = BrowserEvents["analysis.complete"];
export type PortfolioUpdate = BrowserEvents["portfolio.update"];
export type IntelligenceRecommendation = BrowserEvents["intelligence.recommendation"];
export type ServiceStatus = BrowserEvents["system.service_status"];

export type Json = Record<string, unknown>;

/** What a service does not know it leaves out or says as null; whatever else is no such value is not known either. */
export function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Whether a time is before another. Their texts do not tell: `:01.5Z` is after `:01Z`, and sorts before it. */
export function isBefore(time: string, other: string): boolean {
  return Date.parse(time) < Date.parse(other);
}

export function object(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((item) => object(item) !== null) : [];
}

/** The rows of an answer: `{items: […]}`, or a bare list. */
export function items(value: unknown): Json[] {
  return objects(Array.isArray(value) ? value : object(value)?.["items"]);
}

export type Recommendation = "buy" | "hold" | "sell";

export function recommendation(value: unknown): Recommendation | null {
  const lower = text(value)?.toLowerCase();
  return lower === "buy" || lower === "hold" || lower === "sell" ? lower : null;
}
