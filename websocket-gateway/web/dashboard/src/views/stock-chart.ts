/** The chart of one share, with its period, its kind, its words and its table. */

import { CommandError } from "@aktienanalyse/client";
import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { client } from "../context.ts";
import * as format from "../format.ts";
import { PERIODS, type Period, priceHistory, readBar } from "../history.ts";
import { store } from "../store/store.ts";
import { t } from "../text/texts.ts";
import type { ChartKind, DayBar, PriceChart } from "./chart.ts";
import { PageElement, define } from "./element.ts";

type State = "loading" | "shown" | "empty" | "failed";

const TABLE_ROWS = 60;

/** How long a share waits for a price before its chart ends today: at most as long as a user takes it for slow. */
const PATIENCE_MS = 3000;

class StockChart extends PageElement {
  static override properties = {
    symbol: {},
    period: { state: true },
    candles: { state: true },
    state: { state: true },
    bars: { state: true },
    tableOpen: { state: true },
  };

  declare symbol: string;
  declare period: Period;
  declare candles: boolean;
  declare state: State;
  declare bars: readonly DayBar[];
  declare tableOpen: boolean;
  #chart: PriceChart | null = null;
  #request = 0;
  /** Waits for a first price to tell the day at the market, which in a replay is not today. */
  #undated: ReturnType<typeof setTimeout> | null = null;
  #ends: (() => void)[] = [];

  constructor() {
    super();
    this.period = "1y";
    this.candles = false;
    this.state = "loading";
    this.bars = [];
    this.tableOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ends = [
      client.on("market.bar", ({ data }) => this.#closed(data)),
      store.link.listen(() => {
        if (store.link.live && this.state !== "shown") void this.#load();
      }),
      store.quotes.sink({ paint: () => this.#undated !== null && void this.#load() }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#ends) end();
    this.#dated();
    client.unsubscribe(["market.bar"]);
    this.#chart?.destroy();
    this.#chart = null;
  }

  override render(): TemplateResult {
    const drawable = this.bars.length > 0 && this.bars.every((bar) => bar.open !== null);
    return html`
      <div class="chart-tools">
        <fieldset class="segments">
          <legend class="visually-hidden">${t("stock.period")}</legend>
          ${PERIODS.map(
            (period) => html`<label
              ><input
                type="radio"
                name="period"
                .checked=${period === this.period}
                @change=${() => (this.period = period)}
              /><span>${t(`stock.period.${period}`)}</span></label
            >`,
          )}
        </fieldset>
        <fieldset class="segments" title=${drawable ? nothing : t("stock.chart.candles.none")}>
          <legend class="visually-hidden">${t("stock.chart", { symbol: this.symbol })}</legend>
          ${this.#kind(false, t("stock.chart.line"), true)} ${this.#kind(true, t("stock.chart.candles"), drawable)}
        </fieldset>
      </div>
      <figure class="chart" aria-label=${t("stock.chart", { symbol: this.symbol })}>
        <div class="chart-canvas" ?data-quiet=${this.state !== "shown"}></div>
        ${this.#cover()}
        <figcaption class="visually-hidden">${this.#summary()}</figcaption>
      </figure>
      <div class="chart-foot small muted">
        <details @toggle=${(event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open)}>
          <summary>${t("stock.chart.table")}</summary>
          ${this.tableOpen ? this.#table() : nothing}
        </details>
        <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer"
          >${t("stock.chart.attribution")}</a
        >
      </div>
    `;
  }

  #kind(candles: boolean, name: string, possible: boolean): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name="chart-kind"
        ?disabled=${!possible}
        .checked=${candles === (this.candles && (possible || !candles))}
        @change=${() => (this.candles = candles)}
      /><span>${name}</span></label
    >`;
  }

  #cover(): TemplateResult | typeof nothing {
    switch (this.state) {
      case "shown":
        return nothing;
      case "loading":
        return html`<p class="chart-cover muted">${t("stock.chart.loading")}</p>`;
      case "empty":
        return html`<p class="chart-cover muted">${t("stock.chart.empty")}</p>`;
      case "failed":
        return html`<p class="chart-cover muted">
          ${t("stock.chart.failed")}
          <button type="button" class="button" @click=${() => this.#load()}>${t("stock.chart.retry")}</button>
        </p>`;
    }
  }

  #summary(): string {
    const first = this.bars[0];
    const last = this.bars.at(-1);
    if (first === undefined || last === undefined) return "";
    return t("stock.chart.summary", {
      from: format.marketDay(first.day),
      to: format.marketDay(last.day),
      first: format.price(first.close),
      last: format.price(last.close),
      change: format.signedPercent((last.close / first.close - 1) * 100),
      low: format.price(Math.min(...this.bars.map((bar) => bar.low ?? bar.close))),
      high: format.price(Math.max(...this.bars.map((bar) => bar.high ?? bar.close))),
    });
  }

  #table(): TemplateResult {
    return html`<div class="table-scroll short">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${t("stock.day")}</th>
            <th scope="col" class="num">${t("stock.open.price")}</th>
            <th scope="col" class="num">${t("stock.high")}</th>
            <th scope="col" class="num">${t("stock.low")}</th>
            <th scope="col" class="num">${t("stock.close.price")}</th>
          </tr>
        </thead>
        <tbody>
          ${this.bars
            .slice(-TABLE_ROWS)
            .toReversed()
            .map(
              (bar) => html`<tr>
                <th scope="row">${format.marketDay(bar.day)}</th>
                <td class="num">${format.price(bar.open)}</td>
                <td class="num">${format.price(bar.high)}</td>
                <td class="num">${format.price(bar.low)}</td>
                <td class="num">${format.price(bar.close)}</td>
              </tr>`,
            )}
        </tbody>
      </table>
    </div>`;
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("symbol")) {
      client.unsubscribe(["market.bar"]);
      client.subscribe(["market.bar"], { symbols: [this.symbol] });
    }
    if (changes.has("symbol") || changes.has("period")) void this.#load();
    else if (changes.has("candles")) void this.#draw();
  }

  #dated(): void {
    if (this.#undated !== null) clearTimeout(this.#undated);
    this.#undated = null;
  }

  /** @param today what to take for the day at the market while no price has told it */
  async #load(today: string | null = null): Promise<void> {
    const request = ++this.#request;
    this.state = "loading";
    this.#dated();
    const until = store.quotes.get(this.symbol)?.timestamp ?? store.quotes.marketTime ?? today;
    if (until === null) {
      this.#undated = setTimeout(() => void this.#load(new Date().toISOString()), PATIENCE_MS);
      return;
    }
    try {
      const bars = await priceHistory(client, this.symbol, this.period, until);
      if (request !== this.#request) return;
      this.bars = bars;
      this.state = bars.length > 0 ? "shown" : "empty";
      await this.#draw();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (request === this.#request) this.state = "failed";
    }
  }

  async #draw(): Promise<void> {
    const { PriceChart, hasCandles } = await import("./chart.ts");
    const container = this.querySelector<HTMLElement>(".chart-canvas");
    if (container === null || !this.isConnected || this.bars.length === 0) return;
    this.#chart ??= new PriceChart(container);
    const kind: ChartKind = this.candles && hasCandles(this.bars) ? "candles" : "line";
    this.#chart.show(this.bars, kind);
  }

  #closed(data: { readonly symbol: string }): void {
    if (data.symbol !== this.symbol || this.state !== "shown") return;
    const bar = readBar(data as never);
    const last = this.bars.at(-1);
    if (bar === null || (last !== undefined && bar.day < last.day)) return;
    // No new render: the words and the table follow when something else changes.
    (this.bars as DayBar[]).splice(bar.day === last?.day ? -1 : this.bars.length, 1, bar);
    this.#chart?.update(bar);
  }
}

define("aa-stock-chart", StockChart);
