/** Daily bars of a share, asked for page by page. */

import type { WebSocketEventClient } from "@aktienanalyse/client";
import { type Json, number, object, objects, text } from "./store/model.ts";
import type { DayBar } from "./views/chart.ts";

export type Period = "1m" | "3m" | "6m" | "1y" | "3y";

export const PERIODS: readonly Period[] = ["1m", "3m", "6m", "1y", "3y"];

const DAYS: Record<Period, number> = { "1m": 31, "3m": 92, "6m": 183, "1y": 366, "3y": 1096 };

const PAGE = 500;
const MOST_PAGES = 4;

/**
 * The bars of the period that ends at `until`, oldest first.
 *
 * @throws CommandError when there is no answer
 */
export async function priceHistory(
  client: WebSocketEventClient,
  symbol: string,
  period: Period,
  until: string,
): Promise<DayBar[]> {
  const to = until.slice(0, 10);
  const from = new Date(Date.parse(to) - DAYS[period] * 86_400_000).toISOString().slice(0, 10);
  const bars = new Map<string, DayBar>();
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = { symbol, from, to, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const answer = await client.sendUserCommand("get_price_history", asked);
    if (answer.status !== "success") break;
    const rows = objects(object(answer.result)?.["items"] ?? answer.result);
    for (const bar of rows.map(readBar)) if (bar !== null) bars.set(bar.day, bar);
    cursor = text(object(answer.result)?.["next_cursor"]);
    if (cursor === null) break;
  }
  return [...bars.values()].toSorted((a, b) => a.day.localeCompare(b.day));
}

/** A bar of the history or a `market.bar`. */
export function readBar(row: Json): DayBar | null {
  const day = text(row["day"]) ?? text(row["date"]) ?? text(row["bar_start"]);
  const close = number(row["close"]);
  if (day === null || close === null) return null;
  return {
    day: day.slice(0, 10),
    open: number(row["open"]),
    high: number(row["high"]),
    low: number(row["low"]),
    close,
    volume: number(row["volume"]),
  };
}
