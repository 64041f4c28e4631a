/** An order ticket as a decision: what was typed, whether it is an order, and where it stands. Knows no page. */

import { newId } from "@aktienanalyse/client";
import { parseDecimal } from "./format.ts";
import type { TextKey } from "./text/texts.ts";

export type Side = "buy" | "sell";
export type OrderType = "market" | "limit" | "stop";
export type Field = "symbol" | "quantity" | "price" | "stopPrice";

export interface Draft {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: string;
  readonly orderType: OrderType;
  readonly price: string;
  readonly stopPrice: string;
}

/** The `data` of `place_order`. */
export interface PlaceOrder {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly order_type: OrderType;
  readonly price?: number;
  readonly stop_price?: number;
  readonly client_order_id: string;
  readonly portfolio_id?: string;
}

/** Made once per ticket: however often it is sent, it is one order. */
export interface TicketIds {
  readonly commandId: string;
  readonly clientOrderId: string;
}

export type Errors = Partial<Record<Field, TextKey>>;

export const EMPTY: Draft = { symbol: "", side: "buy", quantity: "", orderType: "market", price: "", stopPrice: "" };

export function newTicketIds(): TicketIds {
  return { commandId: newId(), clientOrderId: `web-${newId()}` };
}

/** The order, or what is wrong with each field. */
export function readDraft(
  draft: Draft,
  ids: TicketIds,
  portfolioId: string | null,
): { readonly order: PlaceOrder | null; readonly errors: Errors } {
  const symbol = draft.symbol.trim().toUpperCase();
  const quantity = positive(draft.quantity);
  const price = draft.orderType === "limit" ? positive(draft.price) : null;
  const stopPrice = draft.orderType === "stop" ? positive(draft.stopPrice) : null;
  const errors: Errors = {
    ...(symbol === "" ? { symbol: "error.symbol" as const } : {}),
    ...(quantity === null ? { quantity: "error.quantity" as const } : {}),
    ...(draft.orderType === "limit" && price === null ? { price: "error.price" as const } : {}),
    ...(draft.orderType === "stop" && stopPrice === null ? { stopPrice: "error.price" as const } : {}),
  };
  if (quantity === null || Object.keys(errors).length > 0) return { order: null, errors };
  const order: PlaceOrder = {
    symbol,
    side: draft.side,
    quantity,
    order_type: draft.orderType,
    ...(price === null ? {} : { price }),
    ...(stopPrice === null ? {} : { stop_price: stopPrice }),
    client_order_id: ids.clientOrderId,
    ...(portfolioId === null ? {} : { portfolio_id: portfolioId }),
  };
  return { order, errors };
}

function positive(text: string): number | null {
  const value = parseDecimal(text);
  return value !== null && value > 0 ? value : null;
}

/** What it will cost or bring, before fees, for the user's eye; verwaltung computes the true amount. */
export function estimate(order: PlaceOrder, lastPrice: number | null): number | null {
  const price = order.price ?? order.stop_price ?? lastPrice;
  return price === null ? null : price * order.quantity;
}

/** `data.price` or `price` of a refusal → the field of the form. */
export function fieldOf(path: string | null | undefined): Field | null {
  switch (path?.replace(/^data\./, "")) {
    case "symbol":
      return "symbol";
    case "quantity":
      return "quantity";
    case "price":
      return "price";
    case "stop_price":
      return "stopPrice";
    default:
      return null;
  }
}
