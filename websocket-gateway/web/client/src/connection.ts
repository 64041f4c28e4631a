/** One socket kept alive: opened, watched, opened again. Knows nothing of subscriptions and commands. */

import { Backoff } from "./backoff.ts";
import { Heartbeat } from "./heartbeat.ts";
import {
  CloseCode,
  type ConnectionStatus,
  MAX_MESSAGE_BYTES,
  type Message,
  type Transport,
  decode,
} from "./protocol.ts";

/** The part of the browser's `WebSocket` that is used; `ws` for Node has it too. */
export interface SocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  /** Where a sign of life is no message. */
  onalive?: (() => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Why a socket is over. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
  /** The server says how long to stay away. */
  readonly retryAfterMs?: number;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly heartbeatMs: number;
  readonly reconnect: boolean;
  readonly backoff: Backoff;
  readonly openSocket: (url: string) => SocketLike;
  /** The way around when WebSockets do not get through; null when there is none. */
  readonly openFallback: (() => SocketLike) | null;
  readonly random: () => number;
}

export interface ConnectionListener {
  /** Also when it has moved to another socket without a break. */
  opened(): void;
  received(message: Message<Record<string, unknown>>): void;
  closed(code: number, reason: string): void;
  failed(error: unknown): void;
  status(status: ConnectionStatus, transport: Transport, retryInMs?: number): void;
}

const OPEN = 1;

/** A connection that lives this long was a good one: the next failure counts as the first. */
const STABLE_MS = 5_000;

/** An attempt that neither opens nor fails is given up. */
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * So many attempts in a row must fail before the way around is taken: a firewall that swallows WebSockets fails each,
 * a gateway that starts again only a few. One that has worked here gets more patience.
 */
const FAILURES_BEFORE_FALLBACK = 3;
const FAILURES_AFTER_SUCCESS = 6;

/** From the way around a WebSocket is tried again, at first after this and then after twice as long. */
const RETURN_FIRST_MS = 15_000;
const RETURN_CAP_MS = 300_000;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #heartbeat: Heartbeat;
  #socket: SocketLike | null = null;
  #status: ConnectionStatus = "disconnected";
  #transport: Transport = "websocket";
  #told: Transport = "websocket";
  #wanted = false;
  #everOpened = false;
  #failedOpens = 0;
  #returnMs = RETURN_FIRST_MS;
  #pingedAt = -Infinity;
  #returning: ReturnType<typeof setTimeout> | undefined;
  #candidate: SocketLike | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #unwatch: () => void = () => {};

  constructor(options: ConnectionOptions, listener: ConnectionListener) {
    this.#options = options;
    this.#listener = listener;
    this.#heartbeat = new Heartbeat({
      intervalMs: options.heartbeatMs,
      ping: () => this.ping(),
      dead: () => this.#lost(CloseCode.SILENT, "no sign of life"),
    });
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get transport(): Transport {
    return this.#transport;
  }

  open(): void {
    if (this.#wanted && this.#socket !== null) return;
    this.#wanted = true;
    this.#options.backoff.reset();
    this.#unwatch();
    this.#unwatch = watchNetwork(() => this.#wake());
    this.#connect();
  }

  close(): void {
    this.#wanted = false;
    this.#unwatch();
    this.#abandon(CloseCode.NORMAL, "bye");
    this.#become("disconnected");
  }

  send(message: Message): "sent" | "offline" | "too_big" {
    if (this.#socket === null || this.#socket.readyState !== OPEN) return "offline";
    const text = JSON.stringify(message);
    // A UTF-16 unit is at most three bytes, so short texts need no counting.
    if (text.length * 3 > MAX_MESSAGE_BYTES && new TextEncoder().encode(text).length > MAX_MESSAGE_BYTES) {
      return "too_big";
    }
    this.#socket.send(text);
    return "sent";
  }

  /** How long ago the last ping went out, ms. */
  get sincePingMs(): number {
    return performance.now() - this.#pingedAt;
  }

  ping(): void {
    this.#pingedAt = performance.now();
    this.send({ type: "ping", event: "heartbeat", data: {}, timestamp: new Date().toISOString() });
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#become("connecting");
    const around = this.#goesAround();
    let socket: SocketLike;
    try {
      socket = around ? this.#options.openFallback!() : this.#options.openSocket(this.#options.url);
    } catch (error) {
      this.#failedOpens++;
      this.#listener.failed(error);
      this.#again();
      return;
    }
    this.#transport = around ? "sse" : "websocket";
    this.#adopt(socket);
    this.#opening = setTimeout(() => this.#lost(CloseCode.SILENT, "connecting took too long"), CONNECT_TIMEOUT_MS);
    socket.onopen = () => this.#opened();
  }

  /** Both in turn, as nobody knows whether it is the way or the gateway that is closed. */
  #goesAround(): boolean {
    const patience = this.#everOpened ? FAILURES_AFTER_SUCCESS : FAILURES_BEFORE_FALLBACK;
    const beyond = this.#failedOpens - patience;
    return this.#options.openFallback !== null && beyond >= 0 && beyond % 2 === 0;
  }

  #adopt(socket: SocketLike): void {
    this.#socket = socket;
    socket.onmessage = (event: { data: unknown }) => this.#received(event.data);
    socket.onalive = () => this.#heartbeat.heard();
    socket.onerror = (error: unknown) => this.#listener.failed(error);
    socket.onclose = ({ code, reason, retryAfterMs }: Closed) => this.#lost(code, reason, retryAfterMs);
  }

  #opened(): void {
    clearTimeout(this.#opening);
    clearTimeout(this.#stable);
    this.#opening = undefined;
    this.#stable = setTimeout(() => this.#options.backoff.reset(), STABLE_MS);
    this.#heartbeat.start();
    if (this.#transport === "websocket") {
      this.#everOpened = true;
      this.#failedOpens = 0;
      this.#returnMs = RETURN_FIRST_MS;
    } else {
      this.#failedOpens = this.#everOpened ? FAILURES_AFTER_SUCCESS : FAILURES_BEFORE_FALLBACK;
      this.#returnLater();
    }
    // What is owed goes out before those who hear of the connection say more.
    const isNews = this.#enter("connected");
    this.#listener.opened();
    if (isNews && this.#status === "connected") this.#listener.status("connected", this.#transport);
  }

  #returnLater(): void {
    clearTimeout(this.#returning);
    const wait = this.#returnMs * (0.5 + this.#options.random() / 2);
    this.#returnMs = Math.min(RETURN_CAP_MS, this.#returnMs * 2);
    this.#returning = setTimeout(() => this.#tryReturn(), wait);
  }

  /** Tries a WebSocket beside the stream, which goes on until that is open. */
  #tryReturn(): void {
    let socket: SocketLike;
    try {
      socket = this.#options.openSocket(this.#options.url);
    } catch {
      this.#returnLater();
      return;
    }
    this.#candidate = socket;
    const fail = () => {
      this.#dropCandidate();
      this.#returnLater();
    };
    this.#returning = setTimeout(fail, CONNECT_TIMEOUT_MS);
    socket.onmessage = () => {};
    socket.onerror = () => {};
    socket.onclose = fail;
    socket.onopen = () => {
      clearTimeout(this.#returning);
      this.#candidate = null;
      if (this.#socket !== null) release(this.#socket, CloseCode.NORMAL, "back on a WebSocket");
      this.#transport = "websocket";
      this.#adopt(socket);
      this.#opened();
    };
  }

  #dropCandidate(): void {
    clearTimeout(this.#returning);
    if (this.#candidate !== null) release(this.#candidate, CloseCode.NORMAL, "");
    this.#candidate = null;
  }

  #received(data: unknown): void {
    this.#heartbeat.heard();
    const message = decode(data);
    if (message === null) this.#listener.failed(new Error("not a message of this protocol"));
    else this.#listener.received(message);
  }

  #lost(code: number, reason: string, retryAfterMs?: number): void {
    if (this.#opening !== undefined) this.#failedOpens++;
    this.#abandon(code, reason);
    this.#listener.closed(code, reason);
    if (code === CloseCode.UNAUTHENTICATED) {
      this.#end("session_expired");
    } else if (code === CloseCode.FORBIDDEN || code === CloseCode.POLICY) {
      this.#end("forbidden");
    } else if (this.#options.reconnect && this.#wanted) {
      if (code === CloseCode.TOO_MANY && retryAfterMs === undefined) this.#options.backoff.slowDown();
      this.#again(retryAfterMs);
    } else {
      this.#end("disconnected");
    }
  }

  #again(atLeastMs = 0): void {
    const wait = atLeastMs + this.#options.backoff.next();
    this.#become("connecting", wait);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #end(status: ConnectionStatus): void {
    this.#wanted = false;
    this.#unwatch();
    this.#become(status);
  }

  /** Lets go of the socket, so that nothing late of it reaches us. */
  #abandon(code: number, reason: string): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#stable);
    clearTimeout(this.#opening);
    this.#opening = undefined;
    this.#dropCandidate();
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) release(socket, code, reason);
  }

  /** The machine woke up, the tab is shown again or the network is back. */
  #wake(): void {
    if (this.#status === "connected") {
      this.#heartbeat.probe();
      if (this.#transport === "sse" && this.#candidate === null) {
        clearTimeout(this.#returning);
        this.#tryReturn();
      }
    } else if (this.#retry !== undefined) {
      this.#options.backoff.reset();
      this.#connect();
    }
  }

  #become(status: ConnectionStatus, retryInMs?: number): void {
    const isNews = this.#enter(status);
    if (isNews || retryInMs !== undefined) this.#listener.status(status, this.#transport, retryInMs);
  }

  #enter(status: ConnectionStatus): boolean {
    const isNews = status !== this.#status || this.#transport !== this.#told;
    this.#status = status;
    this.#told = this.#transport;
    return isNews;
  }
}

/** Closes it, and nothing late of it reaches us. */
function release(socket: SocketLike, code: number, reason: string): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.onalive = null;
  socket.onerror = () => {};
  // Only 1000 and 3000-4999 may be sent by a client.
  if (socket.readyState <= OPEN) socket.close(code === CloseCode.SILENT ? code : CloseCode.NORMAL, reason);
}

/** Calls back when trying again is likely to help. Does nothing outside a browser. */
function watchNetwork(wake: () => void): () => void {
  if (typeof document === "undefined" || typeof addEventListener !== "function") return () => {};
  const shown = () => {
    if (document.visibilityState === "visible") wake();
  };
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", shown);
  return () => {
    removeEventListener("online", wake);
    removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", shown);
  };
}
