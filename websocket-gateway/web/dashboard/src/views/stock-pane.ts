/** One share: price, chart, why it is scored as it is, its indicators, and what can be done with it. */

import { CommandError } from "@aktienanalyse/client";
import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { client } from "../context.ts";
import * as format from "../format.ts";
import { ticketHref } from "../route.ts";
import type { Analysis, Indicators, ScorePart } from "../store/analyses.ts";
import { STALE_MS } from "../store/quotes.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { phrase } from "../text/phrases.ts";
import { indicator, part, refusal, risk, t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { Flash } from "./flash.ts";
import { icons } from "./icons.ts";
import { badge, bar, empty, tone } from "./pieces.ts";
import "./stock-chart.ts";

class StockPane extends PageElement {
  static override properties = { symbol: {}, analysing: { state: true }, note: { state: true } };

  declare symbol: string;
  declare analysing: boolean;
  declare note: string;
  #endSink = () => {};
  #clock: ReturnType<typeof setInterval> | undefined;
  #flash: Flash | null = null;

  constructor() {
    super();
    this.analysing = false;
    this.note = "";
    new Watch(this, store.analyses, store.link, store.access);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.#paintAge(), 1_000);
    this.#endSink = store.quotes.sink({
      paint: (symbols) => {
        if (symbols.has(this.symbol)) this.#paint();
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    this.#endSink();
  }

  override render(): TemplateResult {
    const quote = store.quotes.get(this.symbol);
    const analysis = store.analyses.get(this.symbol);
    return html`<aside class="card pane" aria-labelledby="pane-title">
      <div class="pane-head">
        <div class="pane-name">
          <h2 id="pane-title">${this.symbol}</h2>
          <p class="muted">${quote?.name ?? ""}${quote?.isin ? html` · <span class="isin">${quote.isin}</span>` : nothing}</p>
        </div>
        <a class="icon-button" href="#/maerkte" aria-label=${t("stock.close")} title=${t("stock.close")}>${icons.close}</a>
      </div>
      <p class="pane-price live">
        <span class="pane-box"><span class="pane-last"></span></span> <span class="pane-change pill"></span>
      </p>
      <p class="pane-age muted small">
        <span class="pane-received"></span>
        <span class="chip pane-old" hidden>${t("freshness.old")}</span>
      </p>
      ${store.access.mayTrade ? this.#actions() : nothing}
      <p class="note small muted" role="status">${this.note}</p>
      <aa-stock-chart .symbol=${this.symbol}></aa-stock-chart>
      ${analysis === undefined
        ? html`<section>
            <h3>${t("stock.score")}</h3>
            ${empty(t("stock.score.none"))}
          </section>`
        : html`${score(analysis)} ${indicators(analysis, quote?.currency ?? null)}`}
    </aside>`;
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("symbol")) {
      this.note = "";
      this.analysing = false;
    }
    this.#paint();
  }

  #actions(): TemplateResult {
    return html`<div class="actions">
      <a class="button button-buy" href=${ticketHref(this.symbol, "buy")}>${t("stock.buy")}</a>
      <a class="button button-sell" href=${ticketHref(this.symbol, "sell")}>${t("stock.sell")}</a>
      <button
        type="button"
        class="button"
        ?disabled=${this.analysing || !store.link.live}
        @click=${() => this.#analyse()}
      >
        ${t(this.analysing ? "stock.analysing" : "stock.analyse")}
      </button>
    </div>`;
  }

  #paint(): void {
    const quote = store.quotes.get(this.symbol);
    const box = this.querySelector<HTMLElement>(".pane-box");
    const last = this.querySelector<HTMLElement>(".pane-last");
    const moved = this.querySelector<HTMLElement>(".pane-change");
    if (box === null || last === null || moved === null) return;
    // In one text with its currency, which a price that grows by a digit would push aside.
    const price = [format.price(quote?.price), quote?.currency].filter(Boolean).join("\u00a0");
    if (last.textContent !== price) {
      last.textContent = price;
      this.#flash ??= new Flash(box);
      this.#flash.play(quote?.direction ?? 0, Date.now());
    }
    moved.textContent = format.signedPercent(quote?.changePercent);
    moved.className = `pane-change pill ${tone(quote?.changePercent)}`;
    this.#paintAge();
  }

  /** By this browser's clock: in a replay the market's own time says nothing of how fresh a price is. */
  #paintAge(): void {
    const received = this.querySelector<HTMLElement>(".pane-received");
    const old = this.querySelector<HTMLElement>(".pane-old");
    const quote = store.quotes.get(this.symbol);
    if (received === null || old === null || quote === undefined) return;
    const ms = Date.now() - quote.receivedAt;
    received.textContent = t("freshness.age", { age: format.age(ms) });
    received.title = quote.timestamp === null ? "" : t("freshness.at", { time: format.marketTime(quote.timestamp) });
    old.hidden = ms <= STALE_MS;
  }

  async #analyse(): Promise<void> {
    const { symbol } = this;
    this.analysing = true;
    this.note = "";
    let note: string;
    try {
      const answer = await client.sendUserCommand("start_analysis", { symbol, analysis_type: "technical" });
      note =
        answer.status === "success"
          ? t("stock.analysed")
          : t("stock.analyse.failed", {
              reason: answer.status === "error" ? refusal(answer.result) : (answer.result.message ?? ""),
            });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      note = t("stock.analyse.failed", { reason: t("answer.none") });
    }
    if (symbol !== this.symbol) return;
    this.analysing = false;
    this.note = note;
  }
}

function score(analysis: Analysis): TemplateResult {
  return html`<section>
    <div class="section-head">
      <h3>${t("stock.score")}</h3>
      ${badge(analysis.recommendation)}
    </div>
    <p class="score-big">
      <strong>${format.decimal(analysis.score, 1)}</strong> <span class="muted">${t("stock.score.of")}</span>
      <span class="grow"></span>
      <span class="muted small">${t("indicator.confidence")}</span>
      <strong class="small">${format.share(analysis.confidence, 0)}</strong>
    </p>
    ${bar(analysis.score, 20, "bar-big")}
    <ul class="parts">
      ${analysis.parts.map(scorePart)}
    </ul>
    ${analysis.asOf === null
      ? nothing
      : html`<p class="muted small">
          ${t("stock.asOf", {
            day: format.closeDay(analysis.asOf),
            bars: format.integer(analysis.bars),
            version: analysis.version ?? format.NOTHING,
          })}
        </p>`}
  </section>`;
}

function scorePart({ name, points, maxPoints, reason }: ScorePart): TemplateResult {
  return html`<li>
    <span class="part-name">${part(name)}</span>
    ${maxPoints === 0
      ? nothing
      : html`<span class="part-points num">${format.decimal(points, 1)} / ${format.decimal(maxPoints, 0)}</span>
          ${bar(points, maxPoints)}`}
    ${reason === null ? nothing : html`<span class="part-reason muted small">${phrase(reason)}</span>`}
  </li>`;
}

function indicators(analysis: Analysis, currency: string | null): TemplateResult {
  const values: Indicators = analysis.indicators;
  const rows: [string, string, string][] = [
    [t("indicator.rsi"), format.decimal(values.rsi14, 1), rsiWord(values.rsi14)],
    [t("indicator.macd"), format.decimal(values.macdLine, 2), word(values.macdLabel)],
    [t("indicator.macdSignal"), format.decimal(values.macdSignal, 2), ""],
    [t("indicator.macdHistogram"), format.decimal(values.macdHistogram, 2), ""],
    [t("indicator.sma20"), format.price(values.sma20), ""],
    [t("indicator.sma50"), format.price(values.sma50), ""],
    [t("indicator.sma200"), format.price(values.sma200), word(values.averagesLabel)],
    [t("indicator.target"), format.money(analysis.targetPrice, analysis.currency ?? currency), ""],
    [t("indicator.risk"), risk(analysis.riskLevel), ""],
  ];
  return html`<section>
    <h3>${t("stock.indicators")}</h3>
    <dl class="figures">
      ${rows.map(
        ([name, value, meaning]) => html`<div>
          <dt>${name}</dt>
          <dd>${value}${meaning === "" ? nothing : html` <span class="muted small">${meaning}</span>`}</dd>
        </div>`,
      )}
    </dl>
  </section>`;
}

function word(label: string | null): string {
  return label === null ? "" : indicator(label);
}

function rsiWord(rsi: number | null): string {
  if (rsi === null) return "";
  return t(rsi >= 70 ? "indicator.overbought" : rsi <= 30 ? "indicator.oversold" : "indicator.neutral");
}

define("aa-stock", StockPane);
