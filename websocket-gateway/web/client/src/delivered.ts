/** Which events have been told already, so that none is told twice. */

/** More than the longest gap the gateway resumes (20,000), so that a resume that had to start again repeats nothing. */
const REMEMBERED = 24_000;

/**
 * Remembers exact positions, not only the newest: subscriptions of one partition resume one after the other, so an
 * older position is not yet a repeated one. Two generations keep the memory bounded.
 */
export class Delivered {
  readonly #capacity: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(capacity = REMEMBERED) {
    this.#capacity = capacity;
  }

  /** False when the event was told before. What has no position counts as new. */
  add(event: string, position: string | undefined): boolean {
    if (position === undefined || !position.includes("@")) return true;
    // One message of the bus may be several events for browsers.
    const key = `${position} ${event}`;
    if (this.#young.has(key) || this.#old.has(key)) return false;
    this.#young.add(key);
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    return true;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
