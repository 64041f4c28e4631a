/** The client: the page to read first. */

import { Backoff, type BackoffOptions } from "./backoff.ts";
import { type CommandOptions, Commands } from "./commands.ts";
import { Connection, type SocketLike } from "./connection.ts";
import { Delivered } from "./delivered.ts";
import type { Commands as CommandTypes } from "./events.ts";
import { type AnyHandler, type Handler, Handlers } from "./handlers.ts";
import type { CommandAnswer, ConnectionStatus, EventName, Message, Transport } from "./protocol.ts";
import { Requests, type SubscriptionError } from "./requests.ts";
import { type FallbackOptions, StreamSocket, apiUrlOf } from "./stream-socket.ts";
import { type SubscribeOptions, Subscriptions } from "./subscriptions.ts";

export interface ClientConfig {
  /** Subscribed on connect, as if by `subscribe`. */
  readonly event_types?: readonly string[];
  readonly auto_reconnect?: boolean;
  /** Milliseconds; 2.5 times this without a sign of life and the connection is made anew. */
  readonly heartbeat_interval?: number;
  readonly backoff?: BackoffOptions;
  /** Where there is no global `WebSocket`: `(url) => new WebSocket(url)` of the package `ws`. */
  readonly openSocket?: (url: string) => SocketLike;
  /** When WebSockets do not get through: events by SSE and commands by REST. `false`: never. */
  readonly fallback?: FallbackOptions | false;
  /** A handler threw. Default: the console. */
  readonly onHandlerError?: (error: unknown, event: string) => void;
}

/** What a command carries; of one that is new to this package, anything. */
export type CommandData<C extends string> = C extends keyof CommandTypes ? Partial<CommandTypes[C]> : object;

/** Less is the way of a message, not the clock. */
const CLOCK_GRAIN_MS = 2_000;

/**
 * Speaks with the gateway.
 *
 * Connects again for ever, with full jitter, until `disconnect()` or until the server says that it is no use (4401
 * session over, 4403 forbidden, 1008 policy). After every reconnect it subscribes to everything again, with the positions up to
 * which it has heard, and repeats commands that have no answer yet under the same id.
 *
 * Events arrive by `on(name, handler)` with the whole message; `on("*", handler)` hears everything.
 */
export class WebSocketEventClient {
  readonly #connection: Connection;
  readonly #subscriptions = new Subscriptions();
  readonly #requests: Requests;
  readonly #delivered = new Delivered();
  readonly #commands: Commands;
  readonly #handlers: Handlers;
  #clientId: string | null = null;
  #resumeToken: string | null = null;
  /** How far the server's clock is ahead of ours, ms. */
  #clockAheadMs = 0;
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(wsUrl: string, config: ClientConfig = {}) {
    this.#handlers = new Handlers(config.onHandlerError ?? logHandlerError);
    this.#connection = new Connection(
      {
        url: wsUrl,
        heartbeatMs: config.heartbeat_interval ?? 30_000,
        reconnect: config.auto_reconnect ?? true,
        backoff: new Backoff(config.backoff),
        openSocket: config.openSocket ?? ((url) => new WebSocket(url) as unknown as SocketLike),
        openFallback: this.#fallback(wsUrl, config.fallback ?? {}),
        random: config.backoff?.random ?? Math.random,
      },
      {
        opened: () => this.#opened(),
        received: (message) => this.#received(message),
        closed: (code, reason) => this.#closed(code, reason),
        failed: (error) => this.#say("connection.error", { error }),
        status: (status, transport, retryInMs) => this.#statusChanged(status, transport, retryInMs),
      },
    );
    this.#requests = new Requests({
      send: (message) => this.#connection.send(message),
      ping: () => this.#connection.ping(),
      positions: () => this.#subscriptions.positions,
      refused: (error) => this.#refused(error),
    });
    this.#commands = new Commands({
      send: (message) => this.#connection.send(message),
      isConnected: () => this.#connection.status === "connected",
      now: () => new Date(),
      clockAheadMs: () => this.#clockAheadMs,
    });
    this.#subscriptions.add(config.event_types ?? [], {});
  }

  /** Resolves with the first connection; rejects only when there will be none. */
  connect(): Promise<void> {
    const connected = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    connected.catch(() => {});
    if (this.#connection.status === "connected") this.#settleWaiting(null);
    else this.#connection.open();
    return connected;
  }

  disconnect(): void {
    this.#connection.close();
    this.#requests.clear();
    this.#commands.failAll("disconnected");
  }

  /** Takes event names and globs (`portfolio.*`). Without a connection it is remembered for the next one. */
  subscribe(eventTypes: readonly string[], options: SubscribeOptions = {}): void {
    this.#requests.say("subscribe", this.#subscriptions.add(eventTypes, options));
  }

  unsubscribe(eventTypes: readonly string[]): void {
    this.#subscriptions.remove(eventTypes);
    this.#requests.say("unsubscribe", { event_types: eventTypes });
  }

  /**
   * Sends a command; resolves with its answer, be it a refusal. Rejects with `CommandError` when none came.
   * A caller that does not care for the answer may drop the promise.
   */
  sendUserCommand<R = unknown, C extends string = string>(
    command: C,
    data: CommandData<C> = {} as CommandData<C>,
    options: CommandOptions = {},
  ): Promise<CommandAnswer<R>> {
    const answer = this.#commands.send(command, data, options) as Promise<CommandAnswer<R>>;
    answer.catch(() => {});
    return answer;
  }

  /** Returns what ends it. */
  on<K extends EventName>(event: K, handler: Handler<K>): () => void;
  on(event: string, handler: AnyHandler): () => void;
  on(event: string, handler: AnyHandler): () => void {
    this.#handlers.add(event, handler);
    return () => this.#handlers.remove(event, handler);
  }

  /** Without a handler: all of the event. */
  off<K extends EventName>(event: K, handler?: Handler<K>): void;
  off(event: string, handler?: AnyHandler): void;
  off(event: string, handler?: AnyHandler): void {
    this.#handlers.remove(event, handler);
  }

  getConnectionStatus(): ConnectionStatus {
    return this.#connection.status;
  }

  /** How it is connected, or tries to be. */
  getTransport(): Transport {
    return this.#connection.transport;
  }

  getSubscriptions(): string[] {
    return this.#subscriptions.eventTypes;
  }

  /** The id the server gave this connection; null before the first. */
  getClientId(): string | null {
    return this.#clientId;
  }

  #fallback(wsUrl: string, options: FallbackOptions | false): (() => SocketLike) | null {
    if (options === false) return null;
    const doFetch = options.fetch ?? globalThis.fetch?.bind(globalThis);
    if (doFetch === undefined) return null;
    return () =>
      new StreamSocket({
        apiUrl: options.apiUrl ?? apiUrlOf(wsUrl),
        headers: options.headers ?? {},
        fetch: doFetch,
        subscriptions: this.#subscriptions,
        refused: (error) => this.#refused(error),
      });
  }

  #refused(error: SubscriptionError): void {
    if (!error.holds) this.#subscriptions.refused(error.eventTypes);
    this.#say("connection.error", { error });
  }

  #opened(): void {
    for (const request of this.#subscriptions.requests(this.#resumeToken)) {
      this.#requests.say("subscribe", request);
    }
    // Its pong comes behind all that is resumed, so it marks the end of that.
    this.#connection.ping();
    this.#commands.connected();
    this.#settleWaiting(null);
  }

  #received(message: Message<Record<string, unknown>>): void {
    switch (message.type) {
      case "system":
        this.#systemMessage(message);
        return;
      case "command_response":
      case "error":
        this.#subscriptions.heard(message.position);
        if (!this.#commands.receive(message) && message.type === "error") this.#requests.failed(message);
        this.#handlers.tell(message.event, message);
        return;
      default:
        this.#event(message);
    }
  }

  /** An event of the bus, each once, also when a resume or a change of the socket brings it again. */
  #event(message: Message<Record<string, unknown>>): void {
    this.#subscriptions.heard(message.position);
    if (this.#delivered.add(message.event, message.position)) this.#handlers.tell(message.event, message);
  }

  /** Events of the bus have the type `system` too (`system.service_status`); they keep their name. */
  #systemMessage(message: Message<Record<string, unknown>>): void {
    const { data } = message;
    const positions: unknown[] = Array.isArray(data["positions"]) ? data["positions"] : [];
    const event = ownName(message.event);
    switch (event) {
      case "connection.established":
        this.#clientId = text(data["client_id"]) ?? this.#clientId;
        this.#resumeToken = text(data["resume_token"]) ?? this.#resumeToken;
        this.#setClock(data["server_time"]);
        break;
      case "subscription.confirmed":
        for (const position of positions) this.#subscriptions.begin(position);
        this.#subscriptions.confirmed(String(data["event_type"]));
        this.#requests.confirmed(message);
        break;
      case "gap":
        this.#subscriptions.beginAnew(positions, this.#requests.isLate);
        this.#delivered.clear();
        break;
      case "pong":
      case "positions":
        for (const position of positions) this.#subscriptions.heard(position);
        // Only the pong stands behind the resume of every subscription that is not put off.
        if (event === "pong" && this.#connection.sincePingMs < CLOCK_GRAIN_MS) this.#setClock(data["timestamp"]);
        if (event === "pong" && !this.#requests.isLate) this.#subscriptions.resumeDone();
        break;
      case "snapshot":
        this.#requests.objectsCame();
        break;
      case "resumed":
      case "conflated":
      case "subscription.cancelled":
        break;
      default:
        this.#event(message);
        return;
    }
    this.#handlers.tell(event, message);
  }

  #setClock(serverTime: unknown): void {
    const at = typeof serverTime === "string" ? Date.parse(serverTime) : Number.NaN;
    const ahead = at - Date.now();
    if (!Number.isNaN(ahead)) this.#clockAheadMs = Math.abs(ahead) < CLOCK_GRAIN_MS ? 0 : ahead;
  }

  #closed(code: number, reason: string): void {
    this.#requests.clear();
    this.#commands.disconnected();
    this.#say("connection.closed", { code, reason });
  }

  #statusChanged(status: ConnectionStatus, transport: Transport, retryInMs: number | undefined): void {
    this.#say("connection.status", { status, transport, ...(retryInMs === undefined ? {} : { retryInMs }) });
    if (status === "session_expired" || status === "forbidden") {
      this.#commands.failAll(status);
      if (status === "session_expired") this.#say("session.expired", { reason: "" });
    }
    if (status !== "connected" && status !== "connecting") this.#settleWaiting(new Error(status));
  }

  #settleWaiting(error: Error | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) {
      if (error === null) resolve();
      else reject(error);
    }
  }

  /** Tells an event of the client's own. */
  #say(event: EventName, data: object): void {
    this.#handlers.tell(event, { type: "client", event, data, timestamp: new Date().toISOString() });
  }
}

const OF_THE_CONNECTION = /^system\.(pong|gap|resumed|snapshot|conflated|positions|subscription\.confirmed|subscription\.cancelled|connection\.established)$/;

/** Messages about the connection are named with and without `system.`, which is their type already. */
function ownName(event: string): string {
  return OF_THE_CONNECTION.exec(event)?.[1] ?? event;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function logHandlerError(error: unknown, event: string): void {
  // oxlint-disable-next-line no-console -- without it an error of the page would vanish
  console.error(`handler of ${event}`, error);
}
