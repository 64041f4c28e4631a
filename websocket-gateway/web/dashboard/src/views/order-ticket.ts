/** The ticket: fill in, check, send; locked until there is an answer. */

import { type CommandAnswer, CommandError, type Refusal } from "@aktienanalyse/client";
import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { sendConfirmed } from "../confirmed.ts";
import * as format from "../format.ts";
import { router } from "../route.ts";
import { text } from "../store/model.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { type TextKey, orderStatus, orderType, refusal, side, t } from "../text/texts.ts";
import {
  type Draft,
  EMPTY,
  type Errors,
  type Field,
  type OrderType,
  type PlaceOrder,
  type TicketIds,
  estimate,
  fieldOf,
  newTicketIds,
  readDraft,
} from "../ticket.ts";
import { PageElement, define } from "./element.ts";

type Phase =
  | { readonly name: "editing" }
  | { readonly name: "review"; readonly order: PlaceOrder; readonly note?: TextKey }
  | { readonly name: "sending"; readonly order: PlaceOrder }
  | { readonly name: "accepted"; readonly order: PlaceOrder; readonly status: string | null }
  | { readonly name: "refused"; readonly refusal: Refusal }
  | { readonly name: "unknown"; readonly order: PlaceOrder };

const TYPES: readonly OrderType[] = ["market", "limit", "stop"];

/** A market order that arrives later than this is refused rather than carried out at a price nobody saw. */
const MARKET_EXPIRES_MS = 30_000;

class OrderTicket extends PageElement {
  static override properties = { draft: { state: true }, phase: { state: true }, errors: { state: true } };

  declare draft: Draft;
  declare phase: Phase;
  declare errors: Errors;
  #ids: TicketIds = newTicketIds();
  #takenFrom = "";
  #endSink = () => {};

  constructor() {
    super();
    this.draft = EMPTY;
    this.phase = { name: "editing" };
    this.errors = {};
    new Watch(this, store.link, store.depot, store.orders, router);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#endSink = store.quotes.sink({
      paint: (symbols) => {
        if (symbols.has(this.#symbol)) this.requestUpdate();
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endSink();
  }

  get #symbol(): string {
    return this.draft.symbol.trim().toUpperCase();
  }

  protected override willUpdate(_changes: PropertyValues): void {
    this.#takeFromAddress();
  }

  override render(): TemplateResult {
    return html`<section class="card ticket" data-side=${this.draft.side} aria-labelledby="ticket-title">
      <div class="card-head">
        <h2 id="ticket-title">${t("ticket.title")}</h2>
        <span class="grow"></span>
        <span class="chip chip-paper" title=${t("app.paper.hint")}>${t("app.paper")}</span>
      </div>
      ${this.#body()}
    </section>`;
  }

  #body(): TemplateResult {
    switch (this.phase.name) {
      case "editing":
      case "refused":
        return this.#form();
      case "review":
      case "sending":
        return this.#review(this.phase.order, this.phase.name === "sending" ? "sending" : (this.phase.note ?? null));
      case "accepted":
        return this.#accepted(this.phase.order, this.phase.status);
      case "unknown":
        return this.#unknown(this.phase.order);
    }
  }

  #form(): TemplateResult {
    const { draft } = this;
    const quote = store.quotes.get(this.#symbol);
    const held = store.depot.valuation?.positions.find((position) => position.symbol === this.#symbol)?.quantity;
    return html`<form novalidate @submit=${this.#check}>
      ${this.phase.name === "refused"
        ? html`<div class="message message-critical" role="alert">
            <strong>${t("ticket.refused")}</strong>
            <p>${refusal(this.phase.refusal)}</p>
          </div>`
        : nothing}
      <fieldset class="segments segments-side">
        <legend>${t("ticket.side")}</legend>
        ${(["buy", "sell"] as const).map(
          (value) => html`<label class="side-${value}"
            ><input
              type="radio"
              name="side"
              .checked=${draft.side === value}
              @change=${() => this.#edit({ side: value })}
            /><span>${side(value)}</span></label
          >`,
        )}
      </fieldset>
      ${this.#input("symbol", t("ticket.symbol"), {
        placeholder: t("ticket.symbol.placeholder"),
        hint: quote === undefined ? "" : [quote.name, t("ticket.last", { price: format.money(quote.price, quote.currency) })].filter(Boolean).join(" · "),
      })}
      ${this.#input("quantity", t("ticket.quantity"), {
        hint: held == null ? "" : t("ticket.held", { quantity: format.quantity(held) }),
      })}
      <fieldset class="segments">
        <legend>${t("ticket.type")}</legend>
        ${TYPES.map(
          (value) => html`<label
            ><input
              type="radio"
              name="order-type"
              .checked=${draft.orderType === value}
              @change=${() => this.#edit({ orderType: value })}
            /><span>${orderType(value)}</span></label
          >`,
        )}
      </fieldset>
      <p class="muted small">${t(`ticket.${draft.orderType}.hint`)}</p>
      ${draft.orderType === "limit" ? this.#input("price", t("ticket.limit"), {}) : nothing}
      ${draft.orderType === "stop" ? this.#input("stopPrice", t("ticket.stop"), {}) : nothing}
      ${this.#estimate()}
      <button type="submit" class="button button-primary button-wide" ?disabled=${!store.link.live}>
        ${t("ticket.review")}
      </button>
      ${store.link.live ? nothing : html`<p class="note small">${t("ticket.offline")}</p>`}
    </form>`;
  }

  #input(field: Field, label: string, { placeholder = "", hint = "" }): TemplateResult {
    const error = this.errors[field];
    const numeric = field !== "symbol";
    return html`<div class="field" ?data-invalid=${error !== undefined}>
      <label for="ticket-${field}">${label}</label>
      <input
        id="ticket-${field}"
        name=${field}
        type="text"
        inputmode=${numeric ? "decimal" : "text"}
        autocomplete="off"
        autocapitalize=${numeric ? "off" : "characters"}
        spellcheck="false"
        list=${numeric ? nothing : "ticket-symbols"}
        placeholder=${placeholder}
        aria-invalid=${error === undefined ? nothing : "true"}
        aria-describedby="ticket-${field}-help"
        .value=${this.draft[field]}
        @input=${(event: Event) => this.#edit({ [field]: (event.target as HTMLInputElement).value })}
      />
      ${numeric
        ? nothing
        : html`<datalist id="ticket-symbols">
            ${store.quotes.symbols.toSorted().map(
              (symbol) => html`<option value=${symbol}>${store.quotes.get(symbol)?.name ?? ""}</option>`,
            )}
          </datalist>`}
      <p id="ticket-${field}-help" class="small ${error === undefined ? "muted" : "error"}">
        ${error === undefined ? hint : t(error)}
      </p>
    </div>`;
  }

  #estimate(): TemplateResult {
    const { order } = readDraft(this.draft, this.#ids, null);
    return order === null
      ? html`<p class="estimate muted small">${t("ticket.estimate.none")}</p>`
      : this.#costs(order);
  }

  #costs(order: PlaceOrder): TemplateResult {
    const quote = store.quotes.get(order.symbol);
    const depot = store.depot.valuation;
    const currency = quote?.currency ?? depot?.currency ?? null;
    const amount = estimate(order, quote?.price ?? null);
    const available = depot?.buyingPower ?? depot?.cash ?? null;
    const held = depot?.positions.find((position) => position.symbol === order.symbol)?.quantity ?? 0;
    const tooMuch = order.side === "buy" && amount !== null && available !== null && amount > available;
    const tooMany = order.side === "sell" && depot !== null && order.quantity > held;
    return html`<dl class="estimate figures">
        <div>
          <dt>${t("ticket.estimate")}</dt>
          <dd class="amount"><strong>${format.money(amount, currency)}</strong></dd>
        </div>
        <div>
          <dt>${t("ticket.fee")}</dt>
          <dd class="small muted">${feeHint()}</dd>
        </div>
        ${order.side === "buy"
          ? html`<div>
              <dt>${t("ticket.buyingPower")}</dt>
              <dd class="amount">${format.money(available, depot?.currency)}</dd>
            </div>`
          : nothing}
      </dl>
      ${tooMuch ? html`<p class="message message-warning small">${t("ticket.tooMuch")}</p>` : nothing}
      ${tooMany ? html`<p class="message message-warning small">${t("ticket.tooMany")}</p>` : nothing}`;
  }

  #review(order: PlaceOrder, note: "sending" | TextKey | null): TemplateResult {
    const sending = note === "sending";
    const currency = store.quotes.get(order.symbol)?.currency ?? store.depot.valuation?.currency;
    return html`<div class="review">
      <h3 tabindex="-1">${t("ticket.check")}</h3>
      <p class="review-what">${this.#what(order)}</p>
      <dl class="figures">
        <div>
          <dt>${t("ticket.type")}</dt>
          <dd>${orderType(order.order_type)}</dd>
        </div>
        ${order.price === undefined
          ? nothing
          : html`<div><dt>${t("ticket.limit")}</dt><dd>${format.money(order.price, currency)}</dd></div>`}
        ${order.stop_price === undefined
          ? nothing
          : html`<div><dt>${t("ticket.stop")}</dt><dd>${format.money(order.stop_price, currency)}</dd></div>`}
      </dl>
      ${this.#costs(order)}
      ${note === null || sending ? nothing : html`<p class="message message-warning" role="alert">${t(note)}</p>`}
      <div class="actions">
        <button
          type="button"
          class="button button-${order.side}-strong grow"
          ?disabled=${sending || !store.link.live}
          @click=${() => this.#send(order)}
        >
          ${t(sending ? "ticket.sending" : `ticket.confirm.${order.side}`)}
        </button>
        <button
          type="button"
          class="button"
          ?disabled=${sending}
          @click=${() => (this.phase = { name: "editing" })}
        >
          ${t("ticket.back")}
        </button>
      </div>
      ${store.link.live ? nothing : html`<p class="note small">${t("ticket.offline")}</p>`}
    </div>`;
  }

  #accepted(order: PlaceOrder, answered: string | null): TemplateResult {
    const status = store.orders.byClientId(order.client_order_id)?.status ?? answered;
    return html`<div class="review">
      <div class="message message-success" role="status">
        <strong>${t("ticket.accepted")}</strong>
        <p>${this.#what(order)}${status === null ? nothing : ` · ${orderStatus(status)}`}</p>
        <p class="small">${t("ticket.accepted.hint")}</p>
      </div>
      <p class="muted small">${t("ticket.number")} <span class="mono">${order.client_order_id}</span></p>
      <button type="button" class="button button-wide" @click=${() => this.#renew()}>${t("ticket.new")}</button>
    </div>`;
  }

  #unknown(order: PlaceOrder): TemplateResult {
    return html`<div class="review">
      <div class="message message-warning" role="alert">
        <strong>${t("ticket.unknown")}: ${this.#what(order)}</strong>
        <p>${t("ticket.unknown.hint")}</p>
      </div>
      <p class="muted small">${t("ticket.number")} <span class="mono">${order.client_order_id}</span></p>
      <div class="actions">
        <button
          type="button"
          class="button button-primary grow"
          ?disabled=${!store.link.live}
          @click=${() => this.#send(order)}
        >
          ${t("ticket.again")}
        </button>
        <button type="button" class="button" @click=${() => this.#renew()}>${t("ticket.new")}</button>
      </div>
    </div>`;
  }

  #what(order: PlaceOrder): string {
    return t("ticket.summary", {
      side: side(order.side),
      quantity: format.quantity(order.quantity),
      symbol: order.symbol,
    });
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.get("phase") !== undefined && this.phase.name === "review") {
      this.querySelector<HTMLElement>(".review h3")?.focus();
    }
  }

  /** `#/orders?symbol=AAPL&side=buy` fills the ticket, unless an order is on its way. */
  #takeFromAddress(): void {
    const query = String(router.route.query);
    if (query === this.#takenFrom || this.phase.name === "sending" || this.phase.name === "unknown") return;
    this.#takenFrom = query;
    const symbol = router.route.query.get("symbol");
    if (symbol === null) return;
    this.#ids = newTicketIds();
    this.errors = {};
    this.phase = { name: "editing" };
    this.draft = { ...EMPTY, symbol, side: router.route.query.get("side") === "sell" ? "sell" : "buy" };
  }

  #edit(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    const cleared = Object.fromEntries(Object.entries(this.errors).filter(([field]) => !(field in change)));
    this.errors = cleared;
  }

  #check(event: Event): void {
    event.preventDefault();
    const { order, errors } = readDraft(this.draft, this.#ids, store.depot.valuation?.portfolioId ?? null);
    this.errors = errors;
    if (order !== null) {
      this.phase = { name: "review", order };
      return;
    }
    const first = (["symbol", "quantity", "price", "stopPrice"] as const).find((field) => field in errors);
    if (first !== undefined) this.querySelector<HTMLElement>(`#ticket-${first}`)?.focus();
  }

  async #send(order: PlaceOrder): Promise<void> {
    const wasUnknown = this.phase.name === "unknown";
    this.phase = { name: "sending", order };
    try {
      const answer = await sendConfirmed<{ status?: string }>("place_order", order, {
        commandId: this.#ids.commandId,
        ...(order.order_type === "market" ? { expiresInMs: MARKET_EXPIRES_MS } : {}),
      });
      this.#answered(order, answer);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (wasUnknown || error.outcomeUnknown) this.phase = { name: "unknown", order };
      else if (error.failure !== "confirmation_required") this.phase = { name: "review", order };
      else this.phase = { name: "review", order, note: "ticket.unconfirmed" };
    }
  }

  #answered(order: PlaceOrder, answer: CommandAnswer<{ status?: string }>): void {
    // Whatever comes next from this form is another intent, so it gets ids of its own.
    this.#ids = newTicketIds();
    if (answer.status === "success") {
      this.phase = { name: "accepted", order, status: text(answer.result.status)?.toLowerCase() ?? null };
      return;
    }
    const why: Refusal =
      answer.status === "error" ? answer.result : { code: "no_data", message: answer.result.message ?? "" };
    this.phase = { name: "refused", refusal: why };
    const field = fieldOf(why.field);
    if (field !== null) void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#ticket-${field}`)?.focus());
  }

  #renew(): void {
    this.#ids = newTicketIds();
    this.draft = { ...EMPTY, symbol: this.draft.symbol };
    this.errors = {};
    this.phase = { name: "editing" };
  }
}

/** The fee table is verwaltung's; what the last fill cost is the honest hint. */
function feeHint(): string {
  const last = store.orders.lastFill;
  const currency = last?.order.currency ?? store.depot.valuation?.currency;
  return last === null
    ? t("ticket.fee.unknown")
    : t("ticket.fee.hint", { fees: format.money(last.fees, currency), amount: format.money(last.value, currency) });
}

define("aa-order-ticket", OrderTicket);
