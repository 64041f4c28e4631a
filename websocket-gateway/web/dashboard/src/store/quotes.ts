/**
 * Newest prices, and the way from a message to the screen that thousands a second can take.
 *
 * A message only writes into a map and marks its share; one frame later every sink paints the marked shares once. The
 * newest value wins, older ones are never painted. A hidden tab has no frames: it goes on conflating and paints once
 * when it is shown.
 */

import { type PriceUpdate, isBefore, number, text } from "./model.ts";

export interface Quote {
  readonly symbol: string;
  name: string | null;
  isin: string | null;
  currency: string | null;
  price: number;
  change: number | null;
  changePercent: number | null;
  volume: number | null;
  /** Time at the market. */
  timestamp: string | null;
  source: string | null;
  /** Wall clock of this browser, ms: during a replay the only age that means something. */
  receivedAt: number;
  /** Against the price before it: 1 up, -1 down, 0 first or same. */
  direction: -1 | 0 | 1;
  /** Time at the market of the first price that this page got. */
  since: string | null;
  /** Latest prices, oldest first, for the small line. */
  readonly trail: number[];
}

export interface QuoteSink {
  paint(symbols: ReadonlySet<string>): void;
}

const TRAIL = 90;

/** A price that did not move for so long may be outdated; whether the connection is up is another question. */
export const STALE_MS = 60_000;

export class Quotes {
  readonly #quotes = new Map<string, Quote>();
  readonly #dirty = new Set<string>();
  readonly #sinks = new Set<QuoteSink>();
  /** Those whose row is on the screen, or near it. */
  readonly shown = new Set<string>();
  readonly #requestFrame: (callback: () => void) => void;
  readonly #now: () => number;
  #armed = false;
  #paused = false;
  #marketTime: string | null = null;
  #source: string | null = null;
  #lastReceivedAt: number | null = null;

  constructor(
    requestFrame: (callback: () => void) => void = (callback) => requestAnimationFrame(callback),
    now: () => number = Date.now,
  ) {
    this.#requestFrame = requestFrame;
    this.#now = now;
  }

  get(symbol: string): Quote | undefined {
    return this.#quotes.get(symbol);
  }

  get symbols(): string[] {
    return [...this.#quotes.keys()];
  }

  /** Newest time at the market that any price had. */
  get marketTime(): string | null {
    return this.#marketTime;
  }

  /** The feed of the newest price: `replay`, `simulation`, … */
  get source(): string | null {
    return this.#source;
  }

  /** Whether the market's clock is the wall's: not in a replay, where a date of today beside the prices misleads. */
  get isToday(): boolean {
    return this.#source !== "replay" && this.#source !== "simulation";
  }

  /** Wall clock, ms, of the newest price of any share; null before the first. */
  get lastReceivedAt(): number | null {
    return this.#lastReceivedAt;
  }

  get paused(): boolean {
    return this.#paused;
  }

  receive(update: PriceUpdate): void {
    const { symbol } = update;
    const price = number(update.price);
    if (text(symbol) === null || price === null) return;
    const quote = this.#quotes.get(symbol) ?? this.#add(symbol, price);
    const timestamp = text(update.timestamp);
    if (quote.timestamp !== null && timestamp !== null && isBefore(timestamp, quote.timestamp)) return;
    quote.direction = price > quote.price ? 1 : price < quote.price ? -1 : 0;
    quote.price = price;
    quote.name = text(update.name) ?? quote.name;
    quote.isin = text(update.isin) ?? quote.isin;
    quote.currency = text(update.currency) ?? quote.currency;
    quote.change = number(update.change);
    quote.changePercent = number(update.change_percent);
    quote.volume = number(update.volume);
    quote.timestamp = timestamp;
    quote.since ??= timestamp;
    quote.source = text(update.source);
    quote.receivedAt = this.#lastReceivedAt = this.#now();
    quote.trail.push(price);
    if (quote.trail.length > TRAIL) quote.trail.shift();
    if (timestamp !== null && (this.#marketTime === null || !isBefore(timestamp, this.#marketTime))) {
      this.#marketTime = timestamp;
      this.#source = quote.source;
    }
    this.#mark(symbol);
  }

  /** Closes from before the page was opened go in front of the trail. */
  prepend(symbol: string, closes: readonly number[]): void {
    const quote = this.#quotes.get(symbol);
    if (quote === undefined) return;
    const room = TRAIL - quote.trail.length;
    if (room > 0) quote.trail.unshift(...closes.slice(-room));
    this.#mark(symbol);
  }

  /** Returns what ends it. */
  sink(sink: QuoteSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** A user who wants to read in peace: values go on arriving and are painted when it is over. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused && this.#dirty.size > 0) this.#arm();
  }

  #add(symbol: string, price: number): Quote {
    const quote: Quote = {
      symbol,
      name: null,
      isin: null,
      currency: null,
      price,
      change: null,
      changePercent: null,
      volume: null,
      timestamp: null,
      since: null,
      source: null,
      receivedAt: 0,
      direction: 0,
      trail: [],
    };
    this.#quotes.set(symbol, quote);
    return quote;
  }

  #mark(symbol: string): void {
    this.#dirty.add(symbol);
    this.#arm();
  }

  #arm(): void {
    if (this.#armed || this.#paused) return;
    this.#armed = true;
    this.#requestFrame(() => this.#flush());
  }

  #flush(): void {
    this.#armed = false;
    if (this.#paused || this.#dirty.size === 0) return;
    const symbols = new Set(this.#dirty);
    this.#dirty.clear();
    for (const sink of this.#sinks) sink.paint(symbols);
  }
}
