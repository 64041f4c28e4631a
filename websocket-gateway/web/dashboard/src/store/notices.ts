/** What the user should notice: an inbox of this session, whose newest entries show up as toasts. */

import { Topic } from "./topic.ts";

export type Severity = "info" | "success" | "warning" | "critical";

export interface Notice {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** Wall clock, ISO. */
  readonly at: string;
  /** Part of the page it is about, `#/orders`. */
  readonly link: string | null;
  readonly toast: boolean;
  /** A fill or another state of an order: goes to the log as well. */
  readonly trade: boolean;
}

const KEPT = 200;

export class Notices extends Topic {
  #all: readonly Notice[] = [];
  #unread = 0;
  #counter = 0;

  /** Newest first. */
  get all(): readonly Notice[] {
    return this.#all;
  }

  get unread(): number {
    return this.#unread;
  }

  add(notice: Partial<Notice> & Pick<Notice, "severity" | "title" | "text">): void {
    const id = notice.id ?? `n${++this.#counter}`;
    const known = this.#all.find((other) => other.id === id);
    // The same event may come twice, as after a resume; a newer state of the same thing takes its place.
    if (known !== undefined && (notice.at === undefined || notice.at <= known.at)) return;
    const whole: Notice = {
      at: new Date().toISOString(),
      link: null,
      toast: true,
      trade: false,
      ...notice,
      id,
    };
    this.#all = [whole, ...this.#all.filter((other) => other !== known)].slice(0, KEPT);
    if (known === undefined) this.#unread++;
    this.changed();
  }

  read(): void {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.changed();
  }
}
