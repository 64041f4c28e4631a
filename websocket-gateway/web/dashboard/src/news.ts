/** What an event is called when the user is told of it. */

import * as format from "./format.ts";
import { type Json, number, text } from "./store/model.ts";
import type { Notice, Severity } from "./store/notices.ts";
import type { Advice } from "./store/recommendations.ts";
import type { Store } from "./store/store.ts";
import { phrase } from "./text/phrases.ts";
import { action, orderStatus, side, t } from "./text/texts.ts";

type News = Partial<Notice> & Pick<Notice, "severity" | "title" | "text">;

const TITLES = {
  "trading.order_created": "news.orderCreated",
  "trading.order_modified": "news.orderModified",
  "trading.order_filled": "news.orderFilled",
  "trading.order_cancelled": "news.orderCancelled",
  "trading.order_expired": "news.orderExpired",
} as const;

/**
 * News of an order; null for what is none. Call it after the order was taken into the store. A refused order comes as
 * a notification of its own.
 */
export function order(event: string, data: object, store: Store): News | null {
  const title = TITLES[event as keyof typeof TITLES];
  const fields = data as Json;
  const orderId = text(fields["order_id"]);
  if (title === undefined || orderId === null) return null;
  const known = store.orders.get(orderId);
  const symbol = text(fields["symbol"]) ?? known?.symbol ?? "";
  const partial = event === "trading.order_filled" && known?.status === "partially_filled";
  return {
    id: `${event}/${orderId}/${text(fields["execution_id"]) ?? number(fields["revision"]) ?? ""}`,
    severity: severityOf(event),
    title: partial ? t("news.orderPartiallyFilled") : t(title),
    text: `${symbol} · ${details(event, fields, store)}`,
    link: "#/orders",
    // The ticket itself says that the order was taken.
    toast: event !== "trading.order_created",
    trade: true,
  };
}

function severityOf(event: string): Severity {
  if (event === "trading.order_filled") return "success";
  return event === "trading.order_expired" ? "warning" : "info";
}

function details(event: string, data: Json, store: Store): string {
  const known = store.orders.get(text(data["order_id"]) ?? "");
  const what = `${side(known?.side ?? null)} ${format.quantity(known?.quantity)}`;
  if (event === "trading.order_filled") {
    const fill = known?.fills.at(-1);
    const currency = known?.currency ?? store.depot.valuation?.currency;
    return `${side(known?.side ?? null)} ${format.quantity(fill?.quantity)} × ${format.money(fill?.price, currency)}`;
  }
  const reason = text(data["cancel_reason"]);
  return reason === null ? `${what} · ${orderStatus(known?.status ?? "")}` : `${what} · ${reason}`;
}

export function advise(advice: Advice): News {
  return {
    id: `advice/${advice.id}`,
    at: advice.at,
    severity: "info",
    title: `${action(advice.action)}: ${advice.symbol}`,
    text: advice.explanation ?? phrase(advice.reason ?? ""),
    link: "#/empfehlungen",
    // A replay brings several a minute: they wait in the inbox.
    toast: false,
  };
}

export function problem(data: object): News {
  const fields = data as Json;
  const service = text(fields["service_name"]) ?? "";
  return {
    severity: severity(fields["severity"]),
    title: `${t("news.problem")}: ${service}`,
    text: text(fields["error_message"]) ?? "",
    link: "#/system",
    // Of the suite's troubles only those interrupt that touch the user.
    toast: fields["user_affected"] === true,
  };
}

export function userNotice(data: object): News {
  const fields = data as Json;
  const level = severity(fields["severity"]);
  return {
    id: `inbox/${text(fields["notification_id"]) ?? ""}`,
    severity: level,
    title: text(fields["title"]) ?? "",
    text: text(fields["message"]) ?? "",
    link: ownLink(fields["link"]),
    at: text(fields["timestamp"]) ?? new Date().toISOString(),
    toast: level !== "info",
  };
}

/** Only parts of this page: a link out of an event must not lead the user elsewhere. */
function ownLink(link: unknown): string | null {
  const value = text(link);
  return value?.startsWith("#/") ? value : null;
}

function severity(value: unknown): Severity {
  const lower = text(value)?.toLowerCase();
  if (lower === "critical" || lower === "error") return "critical";
  return lower === "warning" ? "warning" : "info";
}
