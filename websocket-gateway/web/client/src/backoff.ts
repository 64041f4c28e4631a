/** How long to wait before the next try to connect. It never gives up. */

export interface BackoffOptions {
  readonly firstMs?: number;
  readonly capMs?: number;
  readonly random?: () => number;
}

/**
 * Full jitter: a random wait between nothing and a bound that doubles with every failure. After a restart of the
 * gateway all clients come back spread out instead of together.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #failures = 0;
  #atLeastHalf = false;

  constructor(options: BackoffOptions = {}) {
    this.#firstMs = options.firstMs ?? 500;
    this.#capMs = options.capMs ?? 30_000;
    this.#random = options.random ?? Math.random;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Upper bound of the next wait. */
  get boundMs(): number {
    // 2^30 × 500 ms is beyond every cap; more would overflow for nothing.
    return Math.min(this.#capMs, this.#firstMs * 2 ** Math.min(this.#failures, 30));
  }

  /** The next wait; counts a failure. */
  next(): number {
    const bound = this.boundMs;
    const least = this.#atLeastHalf ? bound / 2 : 0;
    const wait = Math.round(least + this.#random() * (bound - least));
    this.#failures++;
    this.#atLeastHalf = false;
    return wait;
  }

  /** The server has too many of us: wait as after many failures, and this once at least half of it. */
  slowDown(): void {
    this.#atLeastHalf = true;
    while (this.boundMs < this.#capMs) this.#failures++;
  }

  reset(): void {
    this.#failures = 0;
    this.#atLeastHalf = false;
  }
}
