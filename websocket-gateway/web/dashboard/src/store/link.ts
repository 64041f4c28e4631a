/** The connection as the page shows it. */

import type { ConnectionStatus, Transport } from "@aktienanalyse/client";
import { Topic } from "./topic.ts";

export class Link extends Topic {
  #status: ConnectionStatus = "disconnected";
  #transport: Transport = "websocket";
  #since = Date.now();
  #everLive = false;

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Prices move and orders may be given. */
  get live(): boolean {
    return this.#status === "connected";
  }

  /** Wall clock, ms, since when it is not live; the first attempt of a page does not count as a loss at once. */
  get since(): number {
    return this.#since;
  }

  get everLive(): boolean {
    return this.#everLive;
  }

  /** `sse`: the way around, because WebSockets do not get through. */
  get transport(): Transport {
    return this.#transport;
  }

  become(status: ConnectionStatus, transport: Transport = "websocket"): void {
    if (status === this.#status && transport === this.#transport) return;
    this.#transport = transport;
    const wasLive = this.live;
    this.#status = status;
    if (this.live) this.#everLive = true;
    if (wasLive !== this.live) this.#since = Date.now();
    document.documentElement.dataset["live"] = String(this.live);
    this.changed();
  }
}
