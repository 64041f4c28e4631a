/** Notices that a connection is dead although TCP says nothing. */

export interface HeartbeatOptions {
  readonly intervalMs: number;
  readonly ping: () => void;
  /** Nothing was heard for 2.5 × interval, in spite of pings. */
  readonly dead: () => void;
  /** Ms by a clock that is never put right. */
  readonly now?: () => number;
  /** Ms by the clock on the wall. */
  readonly wallNow?: () => number;
}

const SILENCE = 2.5;

/** How long a ping may stay unanswered when the answer is asked for out of turn. */
const PROBE_MS = 5_000;

/**
 * Pings each interval. Any message counts as a sign of life, so `heard` must be cheap: it writes a number.
 *
 * A browser throttles the timers of a hidden tab and stops them when the machine sleeps. A beat that comes much too
 * late therefore proves nothing about the server: it asks again before it judges. The steady clock may have stood still
 * in such a sleep and the one on the wall may be put right at any time, so durations are by the first, and a jump of the
 * second is only a reason to ask.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #now: () => number;
  readonly #wallNow: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #probe: ReturnType<typeof setTimeout> | undefined;
  #lastHeard = 0;
  #lastBeat = 0;
  #lastPing = 0;
  #lastBeatOnWall = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#wallNow = options.wallNow ?? Date.now;
  }

  start(): void {
    this.stop();
    this.#lastHeard = this.#lastBeat = this.#lastPing = this.#now();
    this.#lastBeatOnWall = this.#wallNow();
    // Half an interval, so that 2.5 intervals are met exactly.
    this.#timer = setInterval(() => this.#beat(), this.#options.intervalMs / 2);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#probe);
    this.#timer = this.#probe = undefined;
  }

  heard(): void {
    this.#lastHeard = this.#now();
  }

  /** Asks at once, as after waking up or a change of network; dead when nothing comes within five seconds. */
  probe(): void {
    if (this.#timer === undefined || this.#probe !== undefined) return;
    const asked = this.#ping();
    this.#probe = setTimeout(() => {
      this.#probe = undefined;
      if (this.#lastHeard < asked) this.#die();
    }, PROBE_MS);
  }

  #beat(): void {
    const now = this.#now();
    const onWall = this.#wallNow();
    const passed = Math.max(now - this.#lastBeat, Math.abs(onWall - this.#lastBeatOnWall));
    const late = passed > this.#options.intervalMs * 1.5;
    this.#lastBeat = now;
    this.#lastBeatOnWall = onWall;
    if (late) {
      this.probe();
    } else if (now - this.#lastHeard >= this.#options.intervalMs * SILENCE && this.#probe === undefined) {
      this.#die();
    } else if (now - this.#lastPing >= this.#options.intervalMs) {
      this.#ping();
    }
  }

  #ping(): number {
    this.#lastPing = this.#now();
    this.#options.ping();
    return this.#lastPing;
  }

  #die(): void {
    this.stop();
    this.#options.dead();
  }
}
