/** One socket kept alive: opened, watched, opened again. Knows nothing of subscriptions and commands. */

import { Backoff } from "./backoff.ts";
import { Heartbeat } from "./heartbeat.ts";
import {
  CloseCode,
  type ConnectionStatus,
  MAX_MESSAGE_BYTES,
  type Message,
  decode,
} from "./protocol.ts";

/** The part of the browser's `WebSocket` that is used; `ws` for Node has it too. */
export interface SocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly heartbeatMs: number;
  readonly reconnect: boolean;
  readonly backoff: Backoff;
  readonly openSocket: (url: string) => SocketLike;
}

export interface ConnectionListener {
  opened(): void;
  received(message: Message<Record<string, unknown>>): void;
  closed(code: number, reason: string): void;
  failed(error: unknown): void;
  status(status: ConnectionStatus, retryInMs?: number): void;
}

const OPEN = 1;

/** A connection that lives this long was a good one: the next failure counts as the first. */
const STABLE_MS = 5_000;

/** An attempt that neither opens nor fails is given up. */
const CONNECT_TIMEOUT_MS = 15_000;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #heartbeat: Heartbeat;
  #socket: SocketLike | null = null;
  #status: ConnectionStatus = "disconnected";
  #wanted = false;
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

  ping(): void {
    this.send({ type: "ping", event: "heartbeat", data: {}, timestamp: new Date().toISOString() });
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#become("connecting");
    let socket: SocketLike;
    try {
      socket = this.#options.openSocket(this.#options.url);
    } catch (error) {
      this.#listener.failed(error);
      this.#again();
      return;
    }
    this.#socket = socket;
    this.#opening = setTimeout(() => this.#lost(CloseCode.SILENT, "connecting took too long"), CONNECT_TIMEOUT_MS);
    socket.onopen = () => this.#opened();
    socket.onmessage = (event: { data: unknown }) => this.#received(event.data);
    socket.onerror = (error: unknown) => this.#listener.failed(error);
    socket.onclose = (event: { code: number; reason: string }) => this.#lost(event.code, event.reason);
  }

  #opened(): void {
    clearTimeout(this.#opening);
    this.#stable = setTimeout(() => this.#options.backoff.reset(), STABLE_MS);
    this.#heartbeat.start();
    this.#become("connected");
    this.#listener.opened();
  }

  #received(data: unknown): void {
    this.#heartbeat.heard();
    const message = decode(data);
    if (message === null) this.#listener.failed(new Error("not a message of this protocol"));
    else this.#listener.received(message);
  }

  #lost(code: number, reason: string): void {
    this.#abandon(code, reason);
    this.#listener.closed(code, reason);
    if (code === CloseCode.UNAUTHENTICATED) {
      this.#end("session_expired");
    } else if (code === CloseCode.FORBIDDEN) {
      this.#end("forbidden");
    } else if (this.#options.reconnect && this.#wanted) {
      if (code === CloseCode.TOO_MANY || code === CloseCode.POLICY) this.#options.backoff.slowDown();
      this.#again();
    } else {
      this.#end("disconnected");
    }
  }

  #again(): void {
    const wait = this.#options.backoff.next();
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
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.onerror = () => {};
    // Only 1000 and 3000-4999 may be sent by a client.
    if (socket.readyState <= OPEN) socket.close(code === CloseCode.SILENT ? code : CloseCode.NORMAL, reason);
  }

  /** The machine woke up, the tab is shown again or the network is back. */
  #wake(): void {
    if (this.#status === "connected") {
      this.#heartbeat.probe();
    } else if (this.#retry !== undefined) {
      this.#options.backoff.reset();
      this.#connect();
    }
  }

  #become(status: ConnectionStatus, retryInMs?: number): void {
    if (status === this.#status && retryInMs === undefined) return;
    this.#status = status;
    this.#listener.status(status, retryInMs);
  }
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
