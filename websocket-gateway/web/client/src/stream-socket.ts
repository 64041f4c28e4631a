/** The way around when WebSockets do not get through: events by SSE, commands by REST, behind the face of a socket. */

import type { Closed, SocketLike } from "./connection.ts";
import { CloseCode, type Message, isObject, newId } from "./protocol.ts";
import { OBJECTS, type SubscriptionError, refusal } from "./requests.ts";
import { StreamParser } from "./sse.ts";
import type { SubscribeData, Subscriptions } from "./subscriptions.ts";

export interface FallbackOptions {
  /** Default: `/api` beside the WebSocket's address. */
  readonly apiUrl?: string;
  /** Where there is no session cookie: `{ Authorization: "Bearer …" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

export interface StreamOptions {
  readonly apiUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  /** What a stream is asked for. */
  readonly subscriptions: Subscriptions;
  readonly refused: (error: SubscriptionError) => void;
}

/** A stream cannot be asked for nothing. */
const NOTHING_WANTED: SubscribeData = { event_types: ["user.notification"] };

/** A request that will never be taken as it is. What else is no success may be another day, or of a proxy's. */
const WRONG: ReadonlySet<number> = new Set([400, 413, 422]);

/** Longer no server may keep us away. */
const LONGEST_RETRY_MS = 300_000;

/**
 * By `fetch` in browsers too, and not by `EventSource`, which cannot tell an ended session from a lost network and
 * takes no headers.
 *
 * A stream has no way back, so a changed subscription opens it anew; what is wanted is what `subscriptions` say, whatever
 * is sent. One that the gateway refuses is told and left out, and the stream goes on with the rest. A `ping` is answered
 * by the first message that stands behind all that was resumed.
 */
export class StreamSocket implements SocketLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onalive: (() => void) | null = null;
  readonly #options: StreamOptions;
  /** What the stream was asked for and has not refused: the options of each type, as text. */
  #asked = new Map<string, string>();
  /** The types of each of its subscriptions, by correlation id. */
  #types = new Map<string, readonly string[]>();
  readonly #closing = new AbortController();
  #stream: AbortController | null = null;
  #lastEventId = "";
  #pingOwed = false;
  #checking = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    void this.#open();
  }

  send(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.type === "user") void this.#command(message);
    else if (message.type === "ping") this.#pingOwed = true;
    else if (message.type === "subscription") this.#openIfChanged();
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.#closing.abort();
    this.#stream?.abort();
  }

  /** Several changes of one turn are one new stream. */
  #openIfChanged(): void {
    if (this.#checking) return;
    this.#checking = true;
    queueMicrotask(() => {
      this.#checking = false;
      if (this.readyState < 2 && !sameEntries(this.#asked, this.#wanted())) void this.#open();
    });
  }

  #wanted(): Map<string, string> {
    const { wanted } = this.#options.subscriptions;
    if (wanted.size === 0) return new Map(NOTHING_WANTED.event_types.map((type) => [type, "{}"]));
    return new Map([...wanted].map(([type, options]) => [type, JSON.stringify(options)]));
  }

  /** The body of the request. Each subscription has a correlation id by which the gateway names it in an `error`. */
  #ask(): string {
    const { subscriptions } = this.#options;
    this.#asked = this.#wanted();
    this.#types = new Map();
    const requests = subscriptions.requests(null);
    const asked = (requests.length === 0 ? [NOTHING_WANTED] : requests).map(({ positions: _positions, ...data }) => {
      const correlation_id = newId();
      this.#types.set(correlation_id, data.event_types);
      return { correlation_id, ...data };
    });
    // Ends what `requests` began: that the positions stand still.
    this.#pingOwed = true;
    return JSON.stringify({ subscriptions: asked, positions: subscriptions.positions });
  }

  async #open(): Promise<void> {
    this.#stream?.abort();
    const stream = new AbortController();
    this.#stream = stream;
    try {
      const response = await this.#options.fetch(`${this.#options.apiUrl}/events/stream`, {
        method: "POST",
        headers: {
          ...this.#options.headers,
          Accept: "text/event-stream",
          "Content-Type": "application/json",
          ...(this.#lastEventId === "" ? {} : { "Last-Event-ID": this.#lastEventId }),
        },
        body: this.#ask(),
        cache: "no-store",
        signal: stream.signal,
      });
      if (stream.signal.aborted) return;
      if (response.ok && response.body !== null) await this.#read(response.body, stream.signal);
      else await this.#notOpened(response, stream.signal);
    } catch (error) {
      if (!stream.signal.aborted) this.#lost(1006, String(error));
    }
  }

  /** The same request again would be refused again: its subscriptions are, and what is left is asked for. */
  async #notOpened(response: Response, signal: AbortSignal): Promise<void> {
    const { status } = response;
    const problem: unknown = WRONG.has(status) ? await response.json().catch(() => null) : null;
    if (signal.aborted) return;
    const code = isObject(problem) ? problem["code"] : null;
    if (!isObject(problem) || typeof code !== "string") {
      this.#lost(codeOf(status), `HTTP ${status}`, retryAfterMs(response.headers.get("Retry-After")));
    } else if (this.#options.subscriptions.wanted.size === 0) {
      this.#lost(CloseCode.POLICY, `${code}: ${String(problem["message"])}`);
    } else {
      const data = { error: problem["message"], field: problem["field"] };
      const types = [...this.#asked.keys()];
      this.#refused(refusal({ type: "error", event: code, data }, types));
      this.#openIfChanged();
    }
  }

  #refused(error: SubscriptionError): void {
    if (!error.holds) for (const type of error.eventTypes) this.#asked.delete(type);
    this.#options.refused(error);
  }

  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    if (this.readyState === 0) {
      this.readyState = 1;
      this.onopen?.({} as never);
    }
    const parser = new StreamParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      if (done) break;
      this.onalive?.();
      for (const event of parser.feed(decoder.decode(value, { stream: true }))) {
        if (signal.aborted) return;
        this.#lastEventId = event.id;
        this.#deliver(event.event, event.data, event.id);
      }
    }
    this.#lost(1006, "the stream ended");
  }

  #deliver(event: string, text: string, id: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = null;
    }
    const whole = isObject(value) && typeof value["type"] === "string" && typeof value["event"] === "string";
    const message = whole
      ? (value as unknown as Message)
      : { type: event.split(".", 1)[0]!, event, data: value, ...(id.includes("@") ? { position: id } : {}) };
    if (message.type === "system" && message.event === "closing") {
      const code = isObject(message.data) ? message.data["code"] : null;
      this.#lost(typeof code === "number" ? code : 1006, "the gateway ends the stream");
      return;
    }
    this.#tell(message);
    if (message.type === "error") this.#failed(message as Message<Record<string, unknown>>);
    if (this.#pingOwed && /^(system\.)?(positions|resumed|gap)$/.test(message.event)) {
      this.#pingOwed = false;
      this.#tell({ type: "system", event: "pong", data: { timestamp: new Date().toISOString(), positions: [] } });
    }
  }

  #failed(message: Message<Record<string, unknown>>): void {
    // When they are asked for again, that needs another stream although nothing else changes.
    if (message.data["field"] === OBJECTS) this.#asked = new Map();
    const types = this.#types.get(message.correlation_id ?? "");
    if (types === undefined) return;
    const error = refusal(message, types);
    this.#refused(error);
    if (!error.holds) this.#openIfChanged();
  }

  #tell(message: Message): void {
    this.onmessage?.({ data: JSON.stringify(message) } as never);
  }

  async #command(message: Message): Promise<void> {
    const { event, data, correlation_id, command_id, expires_at } = message;
    const until = expires_at === undefined ? "" : `?expires_at=${encodeURIComponent(expires_at)}`;
    try {
      const response = await this.#options.fetch(`${this.#options.apiUrl}/commands/${encodeURIComponent(event)}${until}`, {
        method: "POST",
        headers: {
          ...this.#options.headers,
          "Content-Type": "application/json",
          ...(command_id === undefined ? {} : { "Idempotency-Key": command_id }),
          ...(correlation_id === undefined ? {} : { "X-Correlation-Id": correlation_id }),
        },
        body: JSON.stringify(data),
        signal: this.#closing.signal,
      });
      const answer: unknown = await response.json().catch(() => null);
      if (response.status === 401) this.#lost(CloseCode.UNAUTHENTICATED, "HTTP 401");
      else if (this.readyState === 1) this.#answered(message, response.status, answer);
    } catch {
      // No answer: the command is repeated under the same id when its time comes.
    }
  }

  #answered({ event, correlation_id }: Message, status: number, answer: unknown): void {
    const body = isObject(answer) ? answer : {};
    const envelope = { correlation_id: correlation_id ?? "", timestamp: new Date().toISOString() };
    if (typeof body["status"] === "string" && "result" in body) {
      this.#tell({ type: "command_response", event: `${event}.response`, data: body, ...envelope });
    } else if (status < 500 || typeof body["code"] === "string") {
      const code = typeof body["code"] === "string" ? body["code"] : (REFUSALS[status] ?? `http_${status}`);
      const data = { code, message: body["message"] ?? body["detail"] ?? code, field: body["field"] ?? null };
      this.#tell({ type: "error", event: code, data, ...envelope });
    }
  }

  #lost(code: number, reason: string, retryAfter?: number): void {
    if (this.readyState >= 2) return;
    this.close();
    const closed: Closed = { code, reason, ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }) };
    this.onclose?.(closed as never);
  }
}

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** Seconds, or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_RETRY_MS, Math.max(0, ms));
}

const REFUSALS: Readonly<Record<number, string>> = { 403: "forbidden", 404: "unknown_command", 429: "rate_limited" };

function codeOf(status: number): number {
  if (status === 401) return CloseCode.UNAUTHENTICATED;
  if (status === 403) return CloseCode.FORBIDDEN;
  return status === 429 ? CloseCode.TOO_MANY : 1006;
}

/** `wss://host/ws/name` → `https://host/api` */
export function apiUrlOf(wsUrl: string): string {
  const url = new URL(wsUrl, typeof location === "undefined" ? undefined : location.href);
  url.protocol = url.protocol.replace("ws", "http");
  url.pathname = /\/ws(\/[^/]*)?$/.test(url.pathname) ? url.pathname.replace(/\/ws(\/[^/]*)?$/, "/api") : "/api";
  url.search = url.hash = "";
  return url.href;
}
