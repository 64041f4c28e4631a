/** The connection as the page shows it. */

import type { ConnectionStatus } from "@aktienanalyse/client";
import { Topic } from "./topic.ts";

export class Link extends Topic {
  #status: ConnectionStatus = "disconnected";
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

  become(status: ConnectionStatus): void {
    if (status === this.#status) return;
    const wasLive = this.live;
    this.#status = status;
    if (this.live) this.#everLive = true;
    if (wasLive !== this.live) this.#since = Date.now();
    document.documentElement.dataset["live"] = String(this.live);
    this.changed();
  }
}
