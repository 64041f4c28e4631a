/** What the orchestrator recommended, newest first. */

import { type Json, number, object, text } from "./model.ts";
import { Topic } from "./topic.ts";

export interface Advice {
  readonly id: string;
  readonly symbol: string;
  /** Lower case: `auto_import`, `buy`, `reduce`, `sell`, `hold`. */
  readonly action: string;
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly confidence: number | null;
  readonly score: number | null;
  readonly performance: number | null;
  readonly ranking: number | null;
  readonly missing: readonly string[];
  readonly at: string;
}

const KEPT = 200;

export class Recommendations extends Topic {
  #all: readonly Advice[] = [];

  get all(): readonly Advice[] {
    return this.#all;
  }

  receive(data: object, at: string): Advice | null {
    const advice = readAdvice(data as Json, at);
    if (advice === null) return null;
    // One standing recommendation per share and action; a repetition renews it.
    const others = this.#all.filter((known) => known.id !== advice.id);
    this.#all = [advice, ...others].slice(0, KEPT);
    this.changed();
    return advice;
  }
}

function readAdvice(data: Json, at: string): Advice | null {
  const recommended = object(data["recommendation"]);
  const symbol = text(recommended?.["symbol"]);
  const action = text(recommended?.["action"])?.toLowerCase();
  if (recommended === null || symbol === null || action === undefined) return null;
  const results = object(data["analysis_results"]) ?? {};
  const missing = data["missing_modules"];
  return {
    id: `${symbol}/${action}`,
    symbol,
    action,
    reason: text(recommended["reason"]),
    explanation: text(data["explanation"]),
    confidence: number(recommended["confidence"]),
    score: number(results["aktienanalyse_score"]),
    performance: number(results["auswertung_performance"]),
    ranking: number(results["current_depot_ranking"]),
    missing: Array.isArray(missing) ? missing.filter((name) => typeof name === "string") : [],
    at,
  };
}
