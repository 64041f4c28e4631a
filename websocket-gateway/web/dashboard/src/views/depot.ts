/** Depot: what it is worth, what is in it, how it did. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import * as format from "../format.ts";
import { marketHref, ticketHref } from "../route.ts";
import type { Position, Valuation } from "../store/depot.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { bar, change, empty, tile, tone } from "./pieces.ts";
import "./performance.ts";
import "./reports.ts";

class DepotView extends PageElement {
  constructor() {
    super();
    new Watch(this, store.depot, store.link);
  }

  override render(): TemplateResult {
    const depot = store.depot.valuation;
    return html`<h1 class="visually-hidden">${t("nav.depot")}</h1>
      ${depot === null
        ? html`<section class="card">${empty(t("depot.none"), t("depot.none.hint"))}</section>`
        : html`<div class="depot">
            ${this.#tiles(depot)}
            <aa-performance></aa-performance>
            ${this.#positions(depot)}
            <aa-reports></aa-reports>
          </div>`}`;
  }

  #tiles(depot: Valuation): TemplateResult {
    const { currency } = depot;
    const day = dayChange(depot);
    return html`<dl class="tiles live">
      ${tile(
        t("depot.total"),
        format.money(depot.totalValue, currency),
        html`<span class="muted small">${t("depot.updated", { time: format.marketTime(depot.lastUpdated) })}</span>`,
        "tile-main",
      )}
      <div class="tile">
        <dt title=${t("depot.day.hint")}>${t("depot.day")}</dt>
        <dd>${change(day.amount, day.percent, currency)}</dd>
      </div>
      <div class="tile">
        <dt>${t("depot.gain")}</dt>
        <dd>${change(depot.totalChange, depot.totalChangePercent, currency)}</dd>
      </div>
      ${tile(
        t("depot.cash"),
        format.money(depot.cash, currency),
        depot.buyingPower === null
          ? nothing
          : html`<span class="muted small amount"
              >${t("depot.buyingPower", { amount: format.money(depot.buyingPower, currency) })}</span
            >`,
      )}
    </dl>`;
  }

  #positions(depot: Valuation): TemplateResult {
    return html`<section class="card card-table" aria-labelledby="positions-title">
      <div class="card-head">
        <h2 id="positions-title">${t("depot.positions")}</h2>
        <span class="muted small">${depot.positions.length}</span>
        <span class="grow"></span>
        <a class="button" href="#/orders">${t("depot.order")}</a>
      </div>
      ${depot.positions.length === 0
        ? empty(t("depot.empty"), t("depot.empty.hint"))
        : html`<div class="table-scroll">
            <table class="plain records positions live">
              <caption class="visually-hidden">
                ${t("depot.positions.caption")}
              </caption>
              <thead>
                <tr>
                  <th scope="col">${t("col.symbol")}</th>
                  <th scope="col" class="num">${t("depot.quantity")}</th>
                  <th scope="col" class="num">${t("depot.averageCost")}</th>
                  <th scope="col" class="num">${t("col.price")}</th>
                  <th scope="col" class="num">${t("depot.value")}</th>
                  <th scope="col" class="num">${t("depot.gainColumn")}</th>
                  <th scope="col" class="num">${t("depot.weight")}</th>
                  <th scope="col"><span class="visually-hidden">${t("orders.action")}</span></th>
                </tr>
              </thead>
              <tbody>
                ${repeat(depot.positions, (position) => position.symbol, (position) => row(position, depot))}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }
}

function row(position: Position, depot: Valuation): TemplateResult {
  const { symbol } = position;
  const currency = position.currency ?? depot.currency;
  const weight =
    position.weight ?? (position.value !== null && depot.totalValue ? position.value / depot.totalValue : null);
  return html`<tr>
    <th scope="row">
      <a href=${marketHref(symbol)}>${symbol}</a>
      <span class="muted small ellipsis">${position.name ?? store.quotes.get(symbol)?.name ?? ""}</span>
    </th>
    <td class="num amount" data-label=${t("depot.quantity")}>${format.quantity(position.quantity)}</td>
    <td class="num amount" data-label=${t("depot.averageCost")}>${format.price(position.averageCost)}</td>
    <td class="num" data-label=${t("col.price")}>${format.price(position.price)}</td>
    <td class="num amount" data-label=${t("depot.value")}>${format.money(position.value, currency)}</td>
    <td class="num" data-label=${t("depot.gainColumn")}>
      <span class="change ${tone(position.change)}"
        ><span class="amount">${format.signedMoney(position.change, currency)}</span>
        <span class="small">${format.signedPercent(position.changePercent)}</span></span
      >
    </td>
    <td class="num" data-label=${t("depot.weight")}>
      <span class="weight">${format.share(weight)}${bar(weight, 1)}</span>
    </td>
    <td class="num">
      ${store.access.mayTrade
        ? html`<a class="button button-small" href=${ticketHref(symbol, "sell")}>${t("stock.sell")}</a>`
        : nothing}
    </td>
  </tr>`;
}

/** What the holdings moved since the previous close; what verwaltung says of it goes first. */
export function dayChange(depot: Valuation): { readonly amount: number | null; readonly percent: number | null } {
  if (depot.dayChange !== null) return { amount: depot.dayChange, percent: depot.dayChangePercent };
  let amount = 0;
  for (const { symbol, quantity } of depot.positions) {
    const moved = store.quotes.get(symbol)?.change;
    // One holding without a price of the day before makes the sum untrue.
    if (moved == null || quantity === null) return { amount: null, percent: null };
    amount += moved * quantity;
  }
  const before = depot.totalValue === null ? null : depot.totalValue - amount;
  return { amount, percent: before === null || before === 0 ? null : (amount / before) * 100 };
}

define("aa-depot", DepotView);
