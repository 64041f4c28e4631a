/** Empfehlungen: what the orchestrator advises and why, the watchlist, the best scores. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import * as format from "../format.ts";
import { marketHref, ticketHref } from "../route.ts";
import type { Analysis } from "../store/analyses.ts";
import type { WatchlistEntry } from "../store/depot.ts";
import type { Advice } from "../store/recommendations.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { phrase } from "../text/phrases.ts";
import { action, t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { badge, bar, empty } from "./pieces.ts";

const BEST = 12;

class RecommendationsView extends PageElement {
  constructor() {
    super();
    new Watch(this, store.recommendations, store.analyses, store.depot);
  }

  override render(): TemplateResult {
    const advice = store.recommendations.all;
    return html`<h1 class="visually-hidden">${t("advice.title")}</h1>
      <div class="advice-grid">
        <section class="card" aria-labelledby="advice-title">
          <div class="card-head"><h2 id="advice-title">${t("advice.title")}</h2></div>
          ${advice.length === 0
            ? empty(t("advice.none"), t("advice.none.hint"))
            : html`<ul class="advice-list">
                ${repeat(advice, ({ id }) => id, adviceCard)}
              </ul>`}
        </section>
        <div class="stack">
          <section class="card" aria-labelledby="watchlist-title">
            <div class="card-head">
              <h2 id="watchlist-title">${t("advice.watchlist")}</h2>
              <span class="muted small">${store.depot.watchlist.length || nothing}</span>
            </div>
            ${store.depot.watchlist.length === 0
              ? empty(t("advice.watchlist.none"))
              : html`<ul class="rows">
                  ${repeat(store.depot.watchlist, ({ symbol }) => symbol, watched)}
                </ul>`}
          </section>
          <section class="card" aria-labelledby="best-title">
            <div class="card-head"><h2 id="best-title">${t("advice.best")}</h2></div>
            ${store.analyses.ranked.length === 0
              ? empty(t("advice.best.none"))
              : html`<ul class="rows">
                  ${repeat(store.analyses.ranked.slice(0, BEST), ({ symbol }) => symbol, ranked)}
                </ul>`}
          </section>
        </div>
      </div>`;
  }
}

const TONES: Record<string, string> = { buy: "buy", auto_import: "buy", sell: "sell", reduce: "sell", hold: "hold" };

function adviceCard(advice: Advice): TemplateResult {
  const tone = TONES[advice.action] ?? "hold";
  return html`<li class="advice">
    <div class="section-head">
      <a class="advice-symbol" href=${marketHref(advice.symbol)}>${advice.symbol}</a>
      <span class="muted small ellipsis">${store.quotes.get(advice.symbol)?.name ?? ""}</span>
      <span class="grow"></span>
      <span class="badge badge-${tone}">${action(advice.action)}</span>
    </div>
    <p>${advice.explanation ?? phrase(advice.reason?.replaceAll("_", " ") ?? "")}</p>
    <dl class="advice-figures">
      <div><dt>${t("advice.score")}</dt><dd>${format.decimal(advice.score, 1)}</dd></div>
      <div><dt>${t("advice.performance")}</dt><dd>${format.signedPercent(advice.performance)}</dd></div>
      <div><dt>${t("advice.ranking")}</dt><dd>${format.integer(advice.ranking)}</dd></div>
      <div><dt>${t("advice.confidence")}</dt><dd>${format.share(advice.confidence, 0)}</dd></div>
    </dl>
    ${advice.missing.length === 0
      ? nothing
      : html`<p class="muted small">${t("advice.missing", { modules: advice.missing.join(", ") })}</p>`}
    <div class="section-head">
      <time class="muted small" datetime=${advice.at}>${format.dateTime(advice.at)}</time>
      <span class="grow"></span>
      ${tone === "hold" || !store.access.mayTrade
        ? nothing
        : html`<a class="button button-small" href=${ticketHref(advice.symbol, tone === "sell" ? "sell" : "buy")}
            >${t(tone === "sell" ? "stock.sell" : "stock.buy")}</a
          >`}
    </div>
  </li>`;
}

function watched({ symbol, reason, addedAt }: WatchlistEntry): TemplateResult {
  return html`<li>
    <a href=${marketHref(symbol)}>${symbol}</a>
    <span class="muted small ellipsis"
      >${reason === null ? (store.quotes.get(symbol)?.name ?? "") : t("advice.added", { reason: phrase(reason) })}</span
    >
    <span class="grow"></span>
    ${addedAt === null || !store.quotes.isToday
      ? nothing
      : html`<span class="muted small">${t("advice.since", { day: format.marketDay(addedAt) })}</span>`}
    ${badge(store.analyses.get(symbol)?.recommendation ?? null)}
  </li>`;
}

function ranked(analysis: Analysis): TemplateResult {
  return html`<li>
    <a href=${marketHref(analysis.symbol)}>${analysis.symbol}</a>
    <span class="muted small ellipsis">${store.quotes.get(analysis.symbol)?.name ?? ""}</span>
    <span class="grow"></span>
    <span class="score num">${format.decimal(analysis.score, 1)}${bar(analysis.score, 20, "bar-score")}</span>
    ${badge(analysis.recommendation)}
  </li>`;
}

define("aa-recommendations", RecommendationsView);
