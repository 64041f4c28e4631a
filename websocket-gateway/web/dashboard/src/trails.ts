/**
 * Past closes for the small lines of the market table: only of rows that are on the screen, one after the other, and
 * kept in the browser, so that neither a reload nor a second tab asks again. All pages of a user share one limit.
 */

import type { WebSocketEventClient } from "@aktienanalyse/client";
import { number, object, objects, text } from "./store/model.ts";
import type { Store } from "./store/store.ts";

const ASK_EVERY_MS = 500;

/** Somebody of the same user asks much; the lines are what can wait. */
const PAUSE_MS = 10_000;

const DAY_MS = 86_400_000;

const DAYS = 130;

/** A line that lacks its last few days still shows the way. */
const KEPT_DAYS = 7;

const KEY = "aktienanalyse.trails";

interface Kept {
  readonly to: string;
  readonly closes: readonly number[];
}

export class Trails {
  readonly #store: Store;
  readonly #client: Pick<WebSocketEventClient, "sendUserCommand">;
  readonly #now: () => number;
  readonly #done = new Set<string>();
  #kept: Record<string, Kept> | null = null;
  #busy = false;
  #pausedUntil = 0;

  constructor(store: Store, client: Pick<WebSocketEventClient, "sendUserCommand">, now: () => number = Date.now) {
    this.#store = store;
    this.#client = client;
    this.#now = now;
  }

  start(): void {
    setInterval(() => void this.next(), ASK_EVERY_MS);
  }

  /** Fills what is known, and asks for one more line. */
  async next(): Promise<void> {
    const { quotes, link } = this.#store;
    if (this.#busy || !link.live || document.hidden || this.#now() < this.#pausedUntil) return;
    for (const symbol of quotes.shown) {
      const since = quotes.get(symbol)?.since;
      if (!since || this.#done.has(symbol)) continue;
      if (this.#recall(symbol, since)) continue;
      this.#busy = true;
      await this.#ask(symbol, since).finally(() => (this.#busy = false));
      return;
    }
  }

  async #ask(symbol: string, since: string): Promise<void> {
    const to = since.slice(0, 10);
    const from = new Date(Date.parse(to) - DAYS * DAY_MS).toISOString().slice(0, 10);
    const asked = { symbol, from, to, limit: 200 };
    const answer = await this.#client.sendUserCommand("get_price_history", asked).catch(() => null);
    if (answer === null) {
      this.#pausedUntil = this.#now() + PAUSE_MS;
      return;
    }
    this.#done.add(symbol);
    if (answer.status !== "success") return;
    const closes = objects(object(answer.result)?.["items"] ?? answer.result)
      .filter((row) => (text(row["bar_end"]) ?? text(row["bar_start"]) ?? "") < since)
      .map((row) => number(row["close"]))
      .filter((close) => close !== null);
    this.#store.quotes.prepend(symbol, closes);
    this.#keep(symbol, { to, closes: closes.slice(-100) });
  }

  #recall(symbol: string, since: string): boolean {
    this.#kept ??= load();
    const kept = this.#kept[symbol];
    const age = kept === undefined ? -1 : Date.parse(since.slice(0, 10)) - Date.parse(kept.to);
    if (kept === undefined || !(age >= 0 && age <= KEPT_DAYS * DAY_MS)) return false;
    this.#done.add(symbol);
    this.#store.quotes.prepend(symbol, kept.closes);
    return true;
  }

  #keep(symbol: string, line: Kept): void {
    // Another tab may have kept others meanwhile.
    this.#kept = { ...load(), [symbol]: line };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // Storage may be full or forbidden; then the next page asks again.
    }
  }
}

/** Each line checked: another version of the page may have written it. */
function load(): Record<string, Kept> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const lines = Object.entries(object(stored) ?? {}).flatMap(([symbol, line]) => {
      const { to, closes } = object(line) ?? {};
      const valid = typeof to === "string" && Array.isArray(closes) && closes.every((close) => typeof close === "number");
      return valid ? [[symbol, { to, closes }] as const] : [];
    });
    return Object.fromEntries(lines);
  } catch {
    return {};
  }
}
