/** The market table, made by hand so that a tick costs a few text nodes and no framework. */

import type { Quote, QuoteSink } from "../store/quotes.ts";
import type { Store } from "../store/store.ts";
import { QuoteRow } from "./quote-row.ts";

export type Column = "symbol" | "name" | "price" | "change" | "score" | "recommendation" | "confidence" | "age";

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

const LIVE: ReadonlySet<Column> = new Set(["price", "change", "age"]);

/** Rows that jump under the pointer make people click the wrong one. */
const SORT_EVERY_MS = 1_000;

const RANK = { buy: 3, hold: 2, sell: 1 } as const;

export class QuoteTable implements QuoteSink {
  readonly #body: HTMLTableSectionElement;
  readonly #store: Store;
  readonly #rows = new Map<string, QuoteRow>();
  readonly #ends: (() => void)[] = [];
  readonly #observer: IntersectionObserver;
  readonly #onCount: (shown: number, all: number) => void;
  #sorting: Sorting = { column: "symbol", descending: false };
  #filter = "";
  #selected: string | null = null;
  #lastSort = 0;

  constructor(body: HTMLTableSectionElement, store: Store, onCount: (shown: number, all: number) => void) {
    this.#body = body;
    this.#store = store;
    this.#onCount = onCount;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "120px" });
    const second = setInterval(() => this.#eachSecond(), 1_000);
    this.#ends.push(
      store.quotes.sink(this),
      store.analyses.listen(() => this.#analysed()),
      () => clearInterval(second),
      () => this.#observer.disconnect(),
    );
    this.paint(new Set(store.quotes.symbols));
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#store.quotes.shown.clear();
    for (const row of this.#rows.values()) row.element.remove();
  }

  paint(symbols: ReadonlySet<string>): void {
    const now = Date.now();
    let added = false;
    for (const symbol of symbols) {
      const quote = this.#store.quotes.get(symbol);
      if (quote === undefined) continue;
      let row = this.#rows.get(symbol);
      if (row === undefined) {
        row = this.#add(quote);
        added = true;
      }
      if (row.visible) row.paint(now);
    }
    if (added) this.#arrange();
  }

  sort(sorting: Sorting): void {
    this.#sorting = sorting;
    this.#arrange();
  }

  filter(text: string): void {
    this.#filter = text.trim().toLowerCase();
    this.#arrange();
  }

  select(symbol: string | null): void {
    this.#mark(this.#selected, false);
    this.#selected = symbol;
    this.#mark(symbol, true);
  }

  /** Draws all lines again, in new colours. */
  repaint(): void {
    for (const row of this.#rows.values()) row.paintTrail();
  }

  #add(quote: Quote): QuoteRow {
    const row = new QuoteRow(quote);
    row.analysis = this.#store.analyses.get(quote.symbol);
    row.paintAnalysis();
    this.#rows.set(quote.symbol, row);
    this.#observer.observe(row.element);
    if (quote.symbol === this.#selected) this.#mark(quote.symbol, true);
    return row;
  }

  #mark(symbol: string | null, selected: boolean): void {
    const row = symbol === null ? undefined : this.#rows.get(symbol);
    row?.element.toggleAttribute("data-selected", selected);
    const link = row?.element.querySelector("a");
    if (selected) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }

  #analysed(): void {
    for (const row of this.#rows.values()) {
      const analysis = this.#store.analyses.get(row.symbol);
      if (analysis === row.analysis) continue;
      row.analysis = analysis;
      row.paintAnalysis();
    }
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    const now = Date.now();
    for (const { target, isIntersecting } of entries) {
      const row = this.#rows.get((target as HTMLElement).dataset["symbol"] ?? "");
      if (row === undefined) continue;
      row.visible = isIntersecting;
      if (isIntersecting) this.#store.quotes.shown.add(row.symbol);
      else this.#store.quotes.shown.delete(row.symbol);
      if (isIntersecting) row.paint(now);
    }
  }

  #eachSecond(): void {
    const now = Date.now();
    for (const row of this.#rows.values()) if (row.visible) row.paintAge(now);
    const busy = this.#body.matches(":hover") || this.#body.contains(document.activeElement);
    if (LIVE.has(this.#sorting.column) && !busy && now - this.#lastSort >= SORT_EVERY_MS) this.#arrange();
  }

  /** Brings the shown rows into order; moves only those that stand wrong. */
  #arrange(): void {
    this.#lastSort = Date.now();
    const rows = [...this.#rows.values()].filter((row) => this.#matches(row));
    const sign = this.#sorting.descending ? -1 : 1;
    rows.sort((a, b) => {
      const order = compare(key(a, this.#sorting.column), key(b, this.#sorting.column), sign);
      return order === 0 ? a.symbol.localeCompare(b.symbol) : order;
    });
    const wanted = rows.map((row) => row.element);
    const shown = new Set(wanted);
    for (const element of Array.from(this.#body.children)) {
      if (!shown.has(element as HTMLTableRowElement)) element.remove();
    }
    for (const [at, element] of wanted.entries()) {
      const there = this.#body.children[at];
      if (there !== element) this.#body.insertBefore(element, there ?? null);
    }
    this.#onCount(rows.length, this.#rows.size);
  }

  #matches(row: QuoteRow): boolean {
    if (this.#filter === "") return true;
    return `${row.symbol} ${row.quote.name ?? ""} ${row.quote.isin ?? ""}`.toLowerCase().includes(this.#filter);
  }
}

function key(row: QuoteRow, column: Column): string | number | null {
  switch (column) {
    case "symbol":
      return row.symbol;
    case "name":
      return row.quote.name;
    case "price":
      return row.quote.price;
    case "change":
      return row.quote.changePercent;
    case "score":
      return row.analysis?.score ?? null;
    case "recommendation":
      return row.analysis?.recommendation ? RANK[row.analysis.recommendation] : null;
    case "confidence":
      return row.analysis?.confidence ?? null;
    case "age":
      return -row.quote.receivedAt;
  }
}

/** What is unknown stands last, whichever way it is sorted. */
function compare(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === "string" && typeof b === "string") return sign * a.localeCompare(b);
  return sign * (Number(a) - Number(b));
}
