/** The user's orders, from the history and the events since. */

import type { ObjectSnapshot } from "@aktienanalyse/client";
import { type Json, items, number, text } from "./model.ts";
import { Topic } from "./topic.ts";

export interface Fill {
  readonly id: string;
  readonly quantity: number | null;
  readonly price: number | null;
  readonly fees: number | null;
  readonly at: string | null;
}

export interface Order {
  readonly orderId: string;
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: "buy" | "sell" | null;
  readonly orderType: string | null;
  readonly quantity: number | null;
  readonly filledQuantity: number | null;
  readonly price: number | null;
  readonly stopPrice: number | null;
  /** Lower case: `pending`, `accepted`, `partially_filled`, `filled`, `cancelled`, `expired`, `failed`. */
  readonly status: string;
  readonly averagePrice: number | null;
  readonly fees: number | null;
  readonly currency: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly reason: string | null;
  readonly revision: number | null;
  readonly fills: readonly Fill[];
}

const ENDED = new Set(["filled", "cancelled", "canceled", "expired", "failed", "rejected", "denied"]);

export function isWorking(order: Order): boolean {
  return !ENDED.has(order.status);
}

export class Orders extends Topic {
  readonly #byId = new Map<string, Order>();
  /** Open when something may have been missed. */
  #doubtful: ReadonlySet<string> = new Set();

  /** Newest first. */
  get all(): Order[] {
    return [...this.#byId.values()].toSorted((a, b) => startOf(b).localeCompare(startOf(a)));
  }

  /** By the id that the ticket gave it. */
  byClientId(clientOrderId: string): Order | undefined {
    return [...this.#byId.values()].find((order) => order.clientOrderId === clientOrderId);
  }

  get(orderId: string): Order | undefined {
    return this.#byId.get(orderId);
  }

  receiveHistory(result: unknown): void {
    for (const row of items(result)) this.#merge(readHistoryRow(row));
  }

  /** Something may have been missed, an end too. */
  doubt(): void {
    this.#doubtful = new Set(this.all.filter(isWorking).map(({ orderId }) => orderId));
  }

  /**
   * The open orders, also those that are older than the history reaches. An order in doubt that is not among them has
   * ended; when the history does not say how, it is too old to be listed.
   */
  receiveOpen({ items: rows, next_cursor: more }: ObjectSnapshot): void {
    const open = new Set(rows.map((row) => row["order_id"]));
    const doubtful = more == null ? this.all.filter(({ orderId }) => this.#doubtful.has(orderId)) : [];
    for (const order of doubtful) {
      if (isWorking(order) && !open.has(order.orderId)) this.#byId.delete(order.orderId);
    }
    this.#doubtful = new Set();
    this.receiveHistory(rows);
    this.changed();
  }

  /** A `trading.…` event. */
  receive(event: string, data: object, at: string): void {
    const change = readEvent(event, data as Json, at);
    if (change !== null) this.#merge(change);
  }

  /** What the newest fill cost, as a hint what the next one will. */
  get lastFill(): { readonly order: Order; readonly fees: number; readonly value: number } | null {
    for (const order of this.all) {
      if (order.fees !== null && order.filledQuantity && order.averagePrice !== null) {
        return { order, fees: order.fees, value: order.filledQuantity * order.averagePrice };
      }
    }
    return null;
  }

  #merge(change: Change | null): void {
    if (change === null) return;
    const known = this.#byId.get(change.orderId);
    this.#byId.set(change.orderId, merge(known ?? { ...UNKNOWN, orderId: change.orderId }, change));
    this.changed();
  }
}

type Change = { readonly orderId: string } & Partial<Order>;

const UNKNOWN: Omit<Order, "orderId"> = {
  clientOrderId: null,
  symbol: "",
  side: null,
  orderType: null,
  quantity: null,
  filledQuantity: null,
  price: null,
  stopPrice: null,
  status: "pending",
  averagePrice: null,
  fees: null,
  currency: null,
  createdAt: null,
  updatedAt: null,
  reason: null,
  revision: null,
  fills: [],
};

/**
 * The history may have been read before an event that overtook it, so neither is simply the newer one: by revision
 * where both have one; else an end is final. What was filled stays filled.
 */
function merge(known: Order, change: Change): Order {
  const fills = mergeFills(known.fills, change.fills ?? []);
  if (known.revision !== null && change.revision != null && change.revision < known.revision) {
    // A fill may overtake the creation of its order: what is older still tells what is not known yet.
    return { ...known, ...onlyWhereUnknown(change, known), fills };
  }
  const status = nextStatus(known, change);
  const filledQuantity = larger(known.filledQuantity, change.filledQuantity);
  return { ...known, ...change, status, filledQuantity, fills, ...fillFigures(known, change) };
}

/** A cancelled order may still be filled: the fill had been on its way. */
function nextStatus(known: Order, change: Change): string {
  const next = change.status ?? known.status;
  const newer = known.revision !== null && change.revision != null && change.revision > known.revision;
  return isWorking(known) || newer || next === "filled" ? next : known.status;
}

function onlyWhereUnknown(change: Change, known: Order): Partial<Order> {
  return Object.fromEntries(
    Object.entries(change).filter(([field]) => {
      const value = known[field as keyof Order];
      return value === null || value === "";
    }),
  );
}

function startOf(order: Order): string {
  return order.createdAt ?? order.updatedAt ?? "";
}

function larger(a: number | null, b: number | null | undefined): number | null {
  return a === null || b == null ? (b ?? a) : Math.max(a, b);
}

function mergeFills(known: readonly Fill[], added: readonly Fill[]): readonly Fill[] {
  const ids = new Set(known.map((fill) => fill.id));
  return [...known, ...added.filter((fill) => !ids.has(fill.id))];
}

/**
 * Average price and fees of all fills. A history row gives them; an event gives its own fill, which counts unless the
 * row had it already, as the filled quantity tells. For display only.
 */
function fillFigures(known: Order, change: Change) {
  const before = known.filledQuantity ?? 0;
  const fresh = (change.filledQuantity ?? 0) > before ? (change.fills ?? []) : [];
  let { averagePrice, fees } = known;
  for (const fill of fresh) {
    const quantity = fill.quantity ?? 0;
    if (fill.price !== null && quantity > 0) {
      averagePrice = ((averagePrice ?? 0) * before + fill.price * quantity) / (before + quantity);
    }
    if (fill.fees !== null) fees = (fees ?? 0) + fill.fees;
  }
  return { averagePrice: change.averagePrice ?? averagePrice, fees: change.fees ?? fees };
}

function side(value: unknown): "buy" | "sell" | null {
  const lower = text(value)?.toLowerCase();
  return lower === "buy" || lower === "sell" ? lower : null;
}

/** Leaves out what is not known, so that merging does not forget. */
function only(change: { readonly orderId: string } & { [K in keyof Order]?: Order[K] | null }): Change {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null)) as Change;
}

function readHistoryRow(row: Json): Change | null {
  const orderId = text(row["order_id"]);
  if (orderId === null) return null;
  return only({
    orderId,
    clientOrderId: text(row["client_order_id"]),
    symbol: text(row["symbol"]),
    side: side(row["side"]),
    orderType: text(row["order_type"])?.toLowerCase() ?? null,
    quantity: number(row["quantity"]),
    filledQuantity: number(row["filled_quantity"]),
    price: number(row["price"]),
    stopPrice: number(row["stop_price"]),
    status: text(row["status"])?.toLowerCase() ?? null,
    averagePrice: number(row["average_price"]),
    fees: number(row["fees"]),
    currency: text(row["currency"]),
    createdAt: text(row["created_at"]),
    updatedAt: text(row["updated_at"]),
    reason: text(row["reason"]) ?? text(row["cancel_reason"]) ?? text(row["error_message"]),
    revision: number(row["revision"]),
  });
}

function readEvent(event: string, data: Json, at: string): Change | null {
  const row = readHistoryRow(data);
  if (row === null) return null;
  const base: Change = { ...row, updatedAt: at };
  switch (event) {
    case "trading.order_created":
      return { ...base, createdAt: row.createdAt ?? at };
    case "trading.order_modified":
      return base;
    case "trading.order_filled":
      return readFill(base, data, at);
    case "trading.order_cancelled":
      return { ...base, status: "cancelled" };
    case "trading.order_expired":
      return { ...base, status: "expired" };
    case "trading.order_failed":
      return { ...base, status: "failed" };
    default:
      return null;
  }
}

/** `quantity` of a fill is that of the fill or, in the spec's own shape, of the order: `order_quantity` tells which. */
function readFill(base: Change, data: Json, at: string): Change {
  const ordered = number(data["order_quantity"]);
  const filled = number(data["filled_quantity"]);
  const { quantity, fees, price: _price, averagePrice: _average, ...rest } = base;
  const price = number(data["fill_price"]) ?? number(data["price"]);
  const fill: Fill = {
    id: text(data["execution_id"]) ?? `${base.orderId}/${filled ?? ""}`,
    quantity: number(data["last_quantity"]) ?? (ordered === null ? filled : (quantity ?? null)),
    price,
    fees: fees ?? null,
    at: text(data["filled_at"]) ?? text(data["execution_timestamp"]) ?? at,
  };
  const status = text(data["status"]) ?? text(data["execution_status"]) ?? "filled";
  return {
    ...rest,
    status: status.toLowerCase(),
    ...(ordered === null && quantity === undefined ? {} : { quantity: ordered ?? quantity ?? null }),
    fills: [fill],
  };
}
