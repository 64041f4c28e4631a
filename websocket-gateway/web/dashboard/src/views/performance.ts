/** How the depot did: the line of its value and figures that say how they were computed. */

import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import * as format from "../format.ts";
import type { Performance } from "../store/depot.ts";
import { type Json, number, text } from "../store/model.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { phrase } from "../text/phrases.ts";
import { conventionStatus, risk, t } from "../text/texts.ts";
import type { DayBar, PriceChart } from "./chart.ts";
import { PageElement, define } from "./element.ts";
import { empty, tone } from "./pieces.ts";

/** So many new days are added to the chart; after more it is drawn anew, which takes the user's zoom away. */
const FEW = 5;

class PerformanceView extends PageElement {
  #chart: PriceChart | null = null;
  #drawn: Performance["daily"] | null = null;

  constructor() {
    super();
    new Watch(this, store.depot);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = null;
  }

  override render(): TemplateResult {
    const performance = store.depot.performance;
    const drawable = (performance?.daily.length ?? 0) > 1;
    return html`<section class="card" aria-labelledby="value-title">
        <div class="card-head"><h2 id="value-title">${t("depot.chart")}</h2></div>
        <figure class="chart chart-value" ?hidden=${!drawable} aria-label=${t("depot.chart.label")}>
          <div class="chart-canvas"></div>
          <figcaption class="visually-hidden">${performance === null ? "" : summary(performance)}</figcaption>
        </figure>
        ${drawable
          ? html`<p class="chart-foot small muted">
              <span>${summary(performance!)}</span>
              <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer"
                >${t("stock.chart.attribution")}</a
              >
            </p>`
          : empty(t("depot.chart.empty"))}
      </section>
      <section class="card" aria-labelledby="figures-title">
        <div class="card-head"><h2 id="figures-title">${t("performance.title")}</h2></div>
        ${performance === null ? empty(t("performance.none")) : figures(performance)}
      </section>`;
  }

  protected override updated(_changes: PropertyValues): void {
    const daily = store.depot.performance?.daily ?? [];
    if (daily.length > 1 && daily !== this.#drawn) void this.#draw(daily);
  }

  async #draw(daily: Performance["daily"]): Promise<void> {
    const drawn = this.#drawn;
    this.#drawn = daily;
    const { PriceChart } = await import("./chart.ts");
    const container = this.querySelector<HTMLElement>(".chart-canvas");
    if (container === null || !this.isConnected) return;
    const grown = drawn !== null && drawn[0]?.day === daily[0]?.day ? daily.length - drawn.length : -1;
    if (this.#chart !== null && drawn !== null && grown >= 0 && grown <= FEW) {
      for (const day of daily.slice(drawn.length - 1)) this.#chart.update(asBar(day));
      return;
    }
    this.#chart ??= new PriceChart(container);
    this.#chart.show(daily.map(asBar), "area");
  }
}

function asBar({ day, value }: { readonly day: string; readonly value: number }): DayBar {
  return { day, open: null, high: null, low: null, close: value, volume: null };
}

function summary({ daily }: Performance): string {
  const first = daily[0];
  const last = daily.at(-1);
  return first === undefined || last === undefined
    ? ""
    : `${format.marketDay(first.day)} – ${format.marketDay(last.day)}`;
}

function figures(performance: Performance): TemplateResult {
  const { convention } = performance;
  const status = performance.status;
  return html`<dl class="figures figures-wide">
      ${figure(t("performance.totalReturn"), format.signedPercent(performance.totalReturn), performance.totalReturn)}
      ${performance.irr === null
        ? nothing
        : figure(t("performance.irr"), format.signedPercent(performance.irr), performance.irr)}
      ${figure(t("performance.volatility"), percent(performance.volatility))}
      ${figure(t("performance.sharpe"), format.decimal(performance.sharpe))}
      ${performance.sortino === null ? nothing : figure(t("performance.sortino"), format.decimal(performance.sortino))}
      ${figure(t("performance.maxDrawdown"), percent(performance.maxDrawdown), performance.maxDrawdown)}
      ${figure(t("performance.risk"), risk(performance.riskAssessment))}
    </dl>
    <p class="muted small">
      ${performance.from === null
        ? t("performance.none")
        : t("performance.period", {
            from: format.marketDay(performance.from),
            to: format.marketDay(performance.to),
            n: format.integer(performance.observations),
          })}
      ${status === null || status === "OK" ? nothing : ` · ${conventionStatus(status)}`}
    </p>
    ${Object.keys(convention).length === 0
      ? nothing
      : html`<button type="button" class="link small" popovertarget="convention">${t("performance.convention")}</button>
          <div id="convention" class="popover" popover>${conventionText(convention)}</div>`}`;
}

function figure(name: string, value: string, toned: number | null = null): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd class="change ${tone(toned)}">${value}</dd>
  </div>`;
}

function percent(value: number | null): string {
  return value === null ? format.NOTHING : format.share(value / 100, 2);
}

function conventionText(convention: Json): TemplateResult {
  const rows: [string, string][] = [
    [t("performance.convention.returns"), said(convention["returns"])],
    [t("performance.convention.deviation"), said(convention["deviation"])],
    [t("performance.convention.periods"), format.integer(number(convention["periods_per_year"]))],
    [t("performance.convention.riskFree"), format.share(number(convention["risk_free"]), 2)],
    [t("performance.convention.status"), conventionStatus(text(convention["status"]))],
  ];
  return html`<h3>${t("performance.convention")}</h3>
    <dl class="figures">
      ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
}

function said(value: unknown): string {
  return phrase(text(value)?.replaceAll("_", " ") ?? format.NOTHING);
}

define("aa-performance", PerformanceView);
