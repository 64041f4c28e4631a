/** Märkte: the table of all shares, and beside it the one that was chosen. */

import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { marketHref, router } from "../route.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { type TextKey, t } from "../text/texts.ts";
import { onTheme } from "./colours.ts";
import { PageElement, define } from "./element.ts";
import { icons } from "./icons.ts";
import { empty } from "./pieces.ts";
import { type Column, QuoteTable, type Sorting } from "./quote-table.ts";

interface Head {
  readonly name: string;
  readonly text: TextKey;
  readonly sort?: Column;
  readonly hint?: TextKey;
  readonly numeric?: boolean;
}

const HEADS: readonly Head[] = [
  { name: "symbol", text: "col.symbol", sort: "symbol" },
  { name: "name", text: "col.name", sort: "name" },
  { name: "trail", text: "col.trail" },
  { name: "price", text: "col.price", sort: "price", numeric: true },
  { name: "change", text: "col.change", sort: "change", numeric: true },
  { name: "score", text: "col.score", sort: "score", hint: "col.score.hint", numeric: true },
  { name: "recommendation", text: "col.recommendation", sort: "recommendation" },
  { name: "confidence", text: "col.confidence", sort: "confidence", numeric: true },
  { name: "age", text: "col.age", sort: "age", hint: "col.age.hint", numeric: true },
];

/** Columns that are read best from the top: highest first. */
const FALLING: ReadonlySet<Column> = new Set(["price", "change", "score", "recommendation", "confidence"]);

class Markets extends PageElement {
  static override properties = { sorting: { state: true }, shown: { state: true }, all: { state: true } };

  declare sorting: Sorting;
  declare shown: number;
  declare all: number;
  #table: QuoteTable | null = null;
  #endTheme = () => {};

  constructor() {
    super();
    this.sorting = { column: "symbol", descending: false };
    this.shown = 0;
    this.all = 0;
    new Watch(this, router);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#table?.stop();
    this.#table = null;
    this.#endTheme();
  }

  override render(): TemplateResult {
    const { symbol } = router.route;
    const waiting = this.all === 0;
    return html`<div class="markets" ?data-open=${symbol !== null}>
      <section class="card card-table" aria-labelledby="markets-title">
        <div class="card-head">
          <h1 id="markets-title">${t("nav.markets")}</h1>
          <span class="muted small">${waiting ? nothing : t("markets.count", { n: this.shown })}</span>
          <span class="grow"></span>
          <label class="search"
            ><span class="visually-hidden">${t("markets.search")}</span>${icons.search}
            <input
              type="search"
              placeholder=${t("markets.search.placeholder")}
              autocomplete="off"
              @input=${(event: Event) => this.#table?.filter((event.target as HTMLInputElement).value)}
          /></label>
          ${this.#pauseButton()}
        </div>
        <div class="table-scroll">
          <table class="quotes">
            <caption class="visually-hidden">
              ${t("markets.caption")}
            </caption>
            <thead>
              <tr>
                ${HEADS.map((head) => this.#head(head))}
              </tr>
            </thead>
            <tbody @click=${this.#chosen}></tbody>
          </table>
        </div>
        ${waiting ? empty(t("markets.waiting"), t("markets.waiting.hint")) : nothing}
        ${!waiting && this.shown === 0 ? empty(t("markets.noMatch")) : nothing}
      </section>
      ${symbol === null
        ? html`<aside class="card pane-empty">${empty(t("markets.choose"), t("markets.choose.hint"))}</aside>`
        : html`<aa-stock .symbol=${symbol}></aa-stock>`}
    </div>`;
  }

  #pauseButton(): TemplateResult {
    const { paused } = store.quotes;
    const name = t(paused ? "markets.resume" : "markets.pause");
    return html`<button
      type="button"
      class="icon-button"
      aria-label=${name}
      aria-pressed=${paused}
      title=${name}
      @click=${this.#pause}
    >
      ${paused ? icons.play : icons.pause}
    </button>`;
  }

  #head({ name, text, sort, hint, numeric }: Head): TemplateResult {
    const active = sort !== undefined && this.sorting.column === sort;
    const order = active ? (this.sorting.descending ? "descending" : "ascending") : nothing;
    const title = hint === undefined ? nothing : t(hint);
    return html`<th scope="col" class="col-${name} ${numeric ? "num" : ""}" aria-sort=${order} title=${title}>
      ${sort === undefined
        ? t(text)
        : html`<button type="button" class="sort" ?data-active=${active} @click=${() => this.#sort(sort)}>
            ${t(text)}<span class="sort-mark" aria-hidden="true">${active && !this.sorting.descending ? "↑" : "↓"}</span>
          </button>`}
    </th>`;
  }

  protected override updated(_changes: PropertyValues): void {
    if (this.#table === null && this.isConnected) this.#start();
    this.#table?.select(router.route.symbol);
  }

  #start(): void {
    const body = this.querySelector("tbody");
    if (body === null || this.#table !== null) return;
    this.#table = new QuoteTable(body, store, (shown, all) => {
      this.shown = shown;
      this.all = all;
    });
    this.#endTheme = onTheme(() => this.#table?.repaint());
  }

  #sort(column: Column): void {
    const again = this.sorting.column === column;
    this.sorting = { column, descending: again ? !this.sorting.descending : FALLING.has(column) };
    this.#table?.sort(this.sorting);
  }

  #pause(): void {
    store.quotes.pause(!store.quotes.paused);
    this.requestUpdate();
  }

  /** The whole row opens the share; the link in it is for keyboards and new tabs. */
  #chosen(event: MouseEvent): void {
    const target = event.target as Element;
    const symbol = target.closest<HTMLElement>("tr")?.dataset["symbol"];
    if (symbol === undefined || target.closest("a") !== null || String(getSelection()) !== "") return;
    location.hash = marketHref(symbol);
  }
}

define("aa-markets", Markets);
