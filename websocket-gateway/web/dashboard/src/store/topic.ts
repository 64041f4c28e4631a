/** Something that changes and tells so, at most once a frame. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

const waiting = new Set<Topic>();
let armed = false;

/** All changed topics tell their listeners together. A hidden tab has no frames and catches up when it is shown. */
function flush(): void {
  armed = false;
  const topics = [...waiting];
  waiting.clear();
  for (const topic of topics) topic.tell();
}

export class Topic {
  readonly #listeners = new Set<() => void>();

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Not for calling: the frame does. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  protected changed(): void {
    waiting.add(this);
    if (armed) return;
    armed = true;
    requestAnimationFrame(flush);
  }
}

/** Renders an element again when one of the topics changes, as long as it is on the page. */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #topics: readonly Topic[];
  #ends: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, ...topics: readonly Topic[]) {
    this.#host = host;
    this.#topics = topics;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ends = this.#topics.map((topic) => topic.listen(() => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end();
  }
}
