/** Orders: the ticket, and what became of earlier ones. */

import { CommandError } from "@aktienanalyse/client";
import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { client } from "../context.ts";
import * as format from "../format.ts";
import { marketHref } from "../route.ts";
import { type Order, isWorking } from "../store/orders.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { orderStatus, orderType, refusal, side, t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { bar, empty } from "./pieces.ts";
import "./order-ticket.ts";

class OrdersView extends PageElement {
  static override properties = {
    onlyWorking: { state: true },
    cancelling: { state: true },
    note: { state: true },
  };

  declare onlyWorking: boolean;
  declare cancelling: ReadonlySet<string>;
  declare note: string;

  constructor() {
    super();
    this.onlyWorking = false;
    this.cancelling = new Set();
    this.note = "";
    new Watch(this, store.orders, store.link, store.depot, store.access);
  }

  override render(): TemplateResult {
    const all = store.orders.all;
    const shown = this.onlyWorking ? all.filter(isWorking) : all;
    return html`<h1 class="visually-hidden">${t("orders.title")}</h1>
      <div class="orders">
        ${store.access.mayTrade
          ? html`<aa-order-ticket></aa-order-ticket>`
          : html`<section class="card">${empty(t("viewer.noOrders"), t("viewer.noOrders.hint"))}</section>`}
        <section class="card card-table" aria-labelledby="orders-title">
          <div class="card-head">
            <h2 id="orders-title">${t("orders.title")}</h2>
            <span class="grow"></span>
            <fieldset class="segments">
              <legend class="visually-hidden">${t("orders.show")}</legend>
              ${this.#filter(false, t("orders.all"))} ${this.#filter(true, t("orders.working"))}
            </fieldset>
          </div>
          <p class="note small error" role="alert">${this.note}</p>
          ${shown.length === 0 ? empty(t("orders.none")) : this.#table(shown)}
        </section>
      </div>`;
  }

  #filter(working: boolean, name: string): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name="orders-shown"
        .checked=${this.onlyWorking === working}
        @change=${() => (this.onlyWorking = working)}
      /><span>${name}</span></label
    >`;
  }

  #table(orders: readonly Order[]): TemplateResult {
    return html`<div class="table-scroll">
      <table class="plain records">
        <caption class="visually-hidden">
          ${t("orders.caption")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("col.symbol")}</th>
            <th scope="col">${t("orders.side")}</th>
            <th scope="col">${t("orders.type")}</th>
            <th scope="col" class="num">${t("orders.limit")}</th>
            <th scope="col" class="num">${t("orders.filled")}</th>
            <th scope="col" class="num">${t("orders.average")}</th>
            <th scope="col" class="num">${t("orders.fees")}</th>
            <th scope="col">${t("orders.status")}</th>
            <th scope="col">${t("orders.time")}</th>
            <th scope="col"><span class="visually-hidden">${t("orders.action")}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(orders, (order) => order.orderId, (order) => this.#row(order))}
        </tbody>
      </table>
    </div>`;
  }

  #row(order: Order): TemplateResult {
    const currency = order.currency ?? store.quotes.get(order.symbol)?.currency ?? store.depot.valuation?.currency;
    const limits = [order.price, order.stopPrice].filter((value) => value !== null).map(format.price);
    return html`<tr data-working=${isWorking(order)}>
      <th scope="row" data-label=${t("col.symbol")}><a href=${marketHref(order.symbol)}>${order.symbol}</a></th>
      <td data-label=${t("orders.side")}><span class="side side-${order.side}">${side(order.side)}</span></td>
      <td data-label=${t("orders.type")}>${orderType(order.orderType)}</td>
      <td class="num" data-label=${t("orders.limit")}>${limits.length === 0 ? format.NOTHING : limits.join(" / ")}</td>
      <td class="num" data-label=${t("orders.filled")}>
        <span class="filled"
          >${format.quantity(order.filledQuantity ?? 0)} / ${format.quantity(order.quantity)}
          ${bar(order.filledQuantity, order.quantity ?? 0)}</span
        >
      </td>
      <td class="num amount" data-label=${t("orders.average")}>${format.money(order.averagePrice, currency)}</td>
      <td class="num amount" data-label=${t("orders.fees")}>${format.money(order.fees, currency)}</td>
      <td data-label=${t("orders.status")}>
        <span class="status status-${order.status}">${orderStatus(order.status)}</span>
        ${order.reason === null ? nothing : html`<span class="reason muted small">${order.reason}</span>`}
        ${this.#fills(order, currency)}
      </td>
      <td class="muted small" data-label=${t("orders.time")}>
        ${format.dateTime(order.createdAt)}
      </td>
      <td class="num">${this.#cancelButton(order)}</td>
    </tr>`;
  }

  #fills(order: Order, currency: string | null | undefined): TemplateResult | typeof nothing {
    if (order.fills.length < 2) return nothing;
    return html`<details class="small">
      <summary>${t("orders.fills", { n: order.fills.length })}</summary>
      <ul>
        ${order.fills.map(
          (fill) => html`<li>
            ${t("orders.fill", {
              quantity: format.quantity(fill.quantity),
              price: format.money(fill.price, currency),
              fees: format.money(fill.fees, currency),
              time: format.marketDay(fill.at),
            })}
          </li>`,
        )}
      </ul>
    </details>`;
  }

  #cancelButton(order: Order): TemplateResult | typeof nothing {
    if (!isWorking(order) || !store.access.mayTrade) return nothing;
    const under = this.cancelling.has(order.orderId);
    return html`<button
      type="button"
      class="button button-small"
      aria-label=${t("orders.cancel.of", { symbol: order.symbol })}
      ?disabled=${under || !store.link.live}
      @click=${() => this.#cancel(order)}
    >
      ${t(under ? "orders.cancelling" : "orders.cancel")}
    </button>`;
  }

  async #cancel({ orderId }: Order): Promise<void> {
    this.cancelling = new Set([...this.cancelling, orderId]);
    this.note = "";
    try {
      const answer = await client.sendUserCommand("cancel_order", { order_id: orderId });
      if (answer.status === "error") this.note = t("orders.cancel.failed", { reason: refusal(answer.result) });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.note = t("orders.cancel.failed", { reason: t("answer.none") });
    }
    this.cancelling = new Set([...this.cancelling].filter((id) => id !== orderId));
  }
}

define("aa-orders", OrdersView);
