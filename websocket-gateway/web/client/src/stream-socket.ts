/** The way around when WebSockets do not get through: events by SSE, commands by REST, behind the face of a socket. */

import type { SocketLike } from "./connection.ts";
import { CloseCode, type Message, isObject } from "./protocol.ts";
import { StreamParser } from "./sse.ts";
import type { SubscribeData, SubscribeOptions } from "./subscriptions.ts";

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
  /** What a new connection starts with. */
  readonly requests: () => readonly SubscribeData[];
  readonly positions: () => readonly string[];
}

/** A stream cannot be asked for nothing. */
const NOTHING_WANTED = "user.notification";

/**
 * By `fetch` in browsers too, and not by `EventSource`, which cannot tell an ended session from a lost network and
 * takes no headers.
 *
 * A stream has no way back, so a changed subscription opens it anew. A `ping` is answered by the first message that
 * stands behind all that was resumed.
 */
export class StreamSocket implements SocketLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onalive: (() => void) | null = null;
  readonly #options: StreamOptions;
  readonly #wanted = new Map<string, SubscribeOptions>();
  readonly #closing = new AbortController();
  #stream: AbortController | null = null;
  #shown = "";
  #lastEventId = "";
  #pingOwed = false;
  #checking = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    for (const request of options.requests()) this.#want(request);
    void this.#open();
  }

  send(text: string): void {
    const message = JSON.parse(text) as Message<SubscribeData & Record<string, unknown>>;
    if (message.type === "user") void this.#command(message);
    else if (message.type === "ping") this.#pingOwed = true;
    else if (message.type === "subscription") this.#subscription(message.event, message.data);
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.#closing.abort();
    this.#stream?.abort();
  }

  #want({ event_types, positions: _positions, resume_token: _token, ...options }: SubscribeData): void {
    for (const type of event_types) {
      // What is wanted already lacks its values as long as a new stream takes to open, whatever is said now.
      const known = this.#wanted.get(type);
      const { snapshot } = known === undefined || options.snapshot === true ? options : known;
      this.#wanted.set(type, { ...options, ...(snapshot === undefined ? {} : { snapshot }) });
    }
  }

  #subscription(event: string, data: SubscribeData): void {
    if (event === "subscribe") this.#want(data);
    else for (const type of data.event_types) this.#wanted.delete(type);
    if (this.#checking) return;
    this.#checking = true;
    // Several changes of one turn are one new stream.
    queueMicrotask(() => {
      this.#checking = false;
      if (this.readyState < 2 && this.#query().toString() !== this.#shown) void this.#open();
    });
  }

  /** Filters hold for the whole stream: what any subscription wants must come. */
  #query(): URLSearchParams {
    const query = new URLSearchParams();
    const types = [...this.#wanted.keys()];
    const options = [...this.#wanted.values()];
    query.set("event_types", types.length === 0 ? NOTHING_WANTED : types.join(","));
    if (options.length > 0 && options.every(({ symbols }) => symbols !== undefined && symbols.length > 0)) {
      query.set("symbols", [...new Set(options.flatMap(({ symbols }) => symbols ?? []))].join(","));
    }
    const portfolios = new Set(options.map(({ portfolio_id }) => portfolio_id));
    const [only] = portfolios;
    if (portfolios.size === 1 && only !== undefined) query.set("portfolio_id", only);
    if (options.some(({ snapshot }) => snapshot === true)) query.set("snapshot", "true");
    else if (options.length > 0 && options.every(({ snapshot }) => snapshot === false)) query.set("snapshot", "false");
    if (options.some(({ objects }) => objects === true)) query.set("objects", "true");
    // One without a rate wants all.
    const rates = options.flatMap(({ max_rate_hz }) => max_rate_hz ?? []);
    if (rates.length > 0 && rates.length === options.length) query.set("max_rate_hz", String(Math.max(...rates)));
    return query;
  }

  async #open(): Promise<void> {
    this.#stream?.abort();
    const stream = new AbortController();
    this.#stream = stream;
    const query = this.#query();
    this.#shown = query.toString();
    const positions = this.#options.positions();
    if (positions.length > 0) query.set("positions", positions.join(","));
    try {
      const response = await this.#options.fetch(`${this.#options.apiUrl}/events/stream?${query}`, {
        headers: {
          ...this.#options.headers,
          Accept: "text/event-stream",
          ...(this.#lastEventId === "" ? {} : { "Last-Event-ID": this.#lastEventId }),
        },
        cache: "no-store",
        signal: stream.signal,
      });
      if (stream.signal.aborted) return;
      if (!response.ok || response.body === null) this.#lost(codeOf(response.status), `HTTP ${response.status}`);
      else await this.#read(response.body, stream.signal);
    } catch (error) {
      if (!stream.signal.aborted) this.#lost(1006, String(error));
    }
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
    // When they are asked for again, that needs another stream although nothing else changes.
    if (message.type === "error" && isObject(message.data) && message.data["field"] === "data.objects") this.#shown = "";
    this.#tell(message);
    if (this.#pingOwed && /^(system\.)?(positions|resumed|gap)$/.test(message.event)) {
      this.#pingOwed = false;
      this.#tell({ type: "system", event: "pong", data: { timestamp: new Date().toISOString(), positions: [] } });
    }
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

  #lost(code: number, reason: string): void {
    if (this.readyState >= 2) return;
    this.close();
    this.onclose?.({ code, reason } as never);
  }
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
