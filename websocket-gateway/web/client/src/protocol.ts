/** The messages of the socket: their shape, and nothing that happens with them. */

import type { BrowserEvents } from "./events.ts";

/** What travels in both directions. */
export interface Message<D = unknown> {
  readonly type: string;
  readonly event: string;
  readonly data: D;
  /** Wall clock of the sender, ISO 8601. */
  readonly timestamp?: string;
  readonly correlation_id?: string;
  /** Makes a repeated command take effect once. */
  readonly command_id?: string;
  /** From here on a command is refused instead of acting late. */
  readonly expires_at?: string;
  readonly source_service?: string;
  readonly target_client?: string;
  /** Where the event stands in its log; absent or `-` when it is kept in none. */
  readonly position?: string;
}

export interface ConnectionEstablished {
  readonly client_id: string;
  readonly server_time?: string;
  /** What the client called itself in the address. */
  readonly display_name?: string | null;
  /** Version of the protocol. */
  readonly protocol?: string;
  /** Names this connection to the next one, so that the outcomes of its commands follow. */
  readonly resume_token?: string;
}

export interface SubscriptionConfirmed {
  readonly event_type: string;
  readonly client_id: string;
  /** Where it begins. */
  readonly positions: readonly string[];
}

export interface SubscriptionCancelled {
  readonly event_type: string;
  readonly client_id: string;
}

export interface Resumed {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** How many missed messages came. */
  readonly events: number;
}

export type GapReason =
  "trimmed" | "too_long" | "epoch" | "ahead" | "republished" | "unavailable" | "too_often";

export interface Gap {
  readonly reason: GapReason;
  /** What comes from here on is complete again. */
  readonly positions: readonly string[];
  /** Commands whose answers are the current state. */
  readonly reload: readonly string[];
}

/**
 * Objects as they are now, each whole. An event may have come before it: of an object the higher `revision` counts.
 * What is not in it and was open before is no longer open.
 */
export interface ObjectSnapshot {
  /** Whose answer this is: `get_order_history`. */
  readonly command: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** There are more; the command gives them. */
  readonly next_cursor?: string | null;
}

export interface Conflated {
  /** By event, how many outdated values were left out. */
  readonly conflated: Readonly<Record<string, number>>;
  readonly total: number;
}

export interface Pong {
  readonly timestamp: string;
  readonly positions: readonly string[];
}

/** How a command ended. A refusal is an answer; the promise rejects only when there is none. */
export type CommandAnswer<R = unknown> =
  | { readonly status: "success"; readonly command: string; readonly result: R }
  | { readonly status: "no_data"; readonly command: string; readonly result: NoData }
  | { readonly status: "error"; readonly command: string; readonly result: Refusal };

export interface NoData {
  readonly message?: string;
}

export interface Refusal {
  /** Stable, lower snake case: `insufficient_funds`. */
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** Path of the field to blame, `data.price`. */
  readonly field?: string | null;
}

export type ConnectionStatus =
  "disconnected" | "connecting" | "connected" | "session_expired" | "forbidden";

/** `sse`: events by a stream and commands by REST, because WebSockets do not get through. */
export type Transport = "websocket" | "sse";

/** What the client itself tells, beside the events of the bus. */
export interface ClientEvents {
  "connection.status": {
    readonly status: ConnectionStatus;
    readonly transport: Transport;
    readonly retryInMs?: number;
  };
  "connection.established": ConnectionEstablished;
  "connection.closed": { readonly code: number; readonly reason: string };
  /** `error` is a `SubscriptionError` when the gateway will not have a subscription. */
  "connection.error": { readonly error: unknown };
  /** Close code 4401: log in again, then call `connect()`. */
  "session.expired": { readonly reason: string };
  "subscription.confirmed": SubscriptionConfirmed;
  "subscription.cancelled": SubscriptionCancelled;
  /** Nothing was missed while the connection was away. */
  resumed: Resumed;
  /** Something may have been missed. The snapshot of the subscriptions follows; ask again for what else is shown. */
  gap: Gap;
  /** For subscriptions with `objects`, where they begin, behind a reconnect and behind a gap. */
  snapshot: ObjectSnapshot;
  /** Up to where all was sent, also when nothing was there to send. */
  positions: { readonly positions: readonly string[] };
  /** How many outdated values the gateway left out. */
  conflated: Conflated;
  pong: Pong;
}

export type EventMap = BrowserEvents & ClientEvents;

export type EventName = keyof EventMap & string;

/** Larger messages the gateway refuses with 1009. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

export const CloseCode = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  POLICY: 1008,
  TOO_BIG: 1009,
  SLOW: 1013,
  SILENT: 4000,
  UNAUTHENTICATED: 4401,
  FORBIDDEN: 4403,
  TOO_MANY: 4429,
} as const;

/** Reads a message; null when it is none. */
export function decode(text: unknown): Message<Record<string, unknown>> | null {
  if (typeof text !== "string") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value["type"] !== "string" || typeof value["event"] !== "string") {
    return null;
  }
  return { ...value, data: isObject(value["data"]) ? value["data"] : {} } as Message<
    Record<string, unknown>
  >;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A random UUID; also where `crypto.randomUUID` is missing, on a page without TLS. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [0, 8, 12, 16, 20]
    .map((start, i, starts) => hex.slice(start, starts[i + 1] ?? 32))
    .join("-");
}
