/** What we want to hear, and up to where we have heard it. */

export interface SubscribeOptions {
  /** Only these shares. */
  readonly symbols?: readonly string[];
  readonly portfolio_id?: string;
  /** Send the current values first; default true. */
  readonly snapshot?: boolean;
  /** Send the open orders too, if it hears of orders: as event `snapshot`, again behind a gap and a reconnect. */
  readonly objects?: boolean;
  /** At most so many values a second of each key, 0.1 to 1000. */
  readonly max_rate_hz?: number;
}

export interface SubscribeData extends SubscribeOptions {
  readonly event_types: readonly string[];
  readonly positions?: readonly string[];
  readonly resume_token?: string;
}

/** The gateway takes no more event types in one message. */
const MOST_TYPES = 200;

export function inMessages(eventTypes: readonly string[]): string[][] {
  const count = Math.ceil(eventTypes.length / MOST_TYPES);
  return Array.from({ length: count }, (_, i) => eventTypes.slice(i * MOST_TYPES, (i + 1) * MOST_TYPES));
}

/**
 * The wanted subscriptions outlive every connection; `requests` says them all again.
 *
 * Positions are kept per partition (`trading.2@1700000000000-17`, see the bus's contract). While a resume is under way
 * they stand still: were the connection lost in the middle of it, events of a later subscription of the same
 * partition would otherwise count as heard.
 */
export class Subscriptions {
  readonly #wanted = new Map<string, SubscribeOptions>();
  /** What the gateway has confirmed last. */
  readonly #taken = new Map<string, SubscribeOptions>();
  readonly #heard = new Map<string, string>();
  #resumeFrom: ReadonlyMap<string, string> | null = null;

  /** Gives what is to be said of it now. What takes the place of one that is still resuming resumes in its stead. */
  add(eventTypes: readonly string[], options: SubscribeOptions): SubscribeData {
    const resumes = this.#resumeFrom !== null && eventTypes.some((type) => this.#wanted.has(type));
    for (const type of eventTypes) this.#wanted.set(type, options);
    return { event_types: eventTypes, ...options, ...(resumes ? { positions: this.positions } : {}) };
  }

  remove(eventTypes: readonly string[]): void {
    for (const type of eventTypes) {
      this.#wanted.delete(type);
      this.#taken.delete(type);
    }
  }

  confirmed(eventType: string): void {
    const options = this.#wanted.get(eventType);
    if (options !== undefined) this.#taken.set(eventType, options);
  }

  /** Whatever was taken before under the same name goes on. */
  refused(eventTypes: readonly string[]): void {
    for (const type of eventTypes) {
      const taken = this.#taken.get(type);
      if (taken === undefined || taken === this.#wanted.get(type)) this.remove([type]);
      else this.#wanted.set(type, taken);
    }
  }

  get wanted(): ReadonlyMap<string, SubscribeOptions> {
    return this.#wanted;
  }

  get eventTypes(): string[] {
    return [...this.#wanted.keys()];
  }

  /** Positions to resume from, one per partition. */
  get positions(): string[] {
    return [...(this.#resumeFrom ?? this.#heard).values()];
  }

  /** The subscribe messages a new connection starts with; types with the same options share one. */
  requests(resumeToken: string | null): SubscribeData[] {
    const positions = this.positions;
    if (positions.length > 0) this.#resumeFrom ??= new Map(this.#heard);
    const groups = new Map<string, { options: SubscribeOptions; types: string[] }>();
    for (const [type, options] of this.#wanted) {
      const key = JSON.stringify(options);
      const group = groups.get(key) ?? { options, types: [] };
      group.types.push(type);
      groups.set(key, group);
    }
    return [...groups.values()].flatMap(({ options, types }) =>
      inMessages(types).map((some) => ({
        event_types: some,
        ...options,
        ...(positions.length > 0 ? { positions } : {}),
        ...(resumeToken === null ? {} : { resume_token: resumeToken }),
      })),
    );
  }

  /** Everything up to the newest heard position has arrived on this connection. */
  resumeDone(): void {
    this.#resumeFrom = null;
  }

  /** An event with this position arrived, or the server says that all up to it were sent. */
  heard(position: unknown): void {
    const at = parse(position);
    if (at === null) return;
    const known = parse(this.#heard.get(at.partition));
    if (known === null || isLater(at, known)) this.#heard.set(at.partition, position as string);
  }

  /** Where a partition stands that we have heard nothing of yet. Never moves one that we have. */
  begin(position: unknown): void {
    const at = parse(position);
    if (at !== null && !this.#heard.has(at.partition)) this.#heard.set(at.partition, position as string);
  }

  /**
   * The server could not resume: older positions are worthless. Unless a subscription is still put off: of what only
   * that one hears the gap has told nothing.
   */
  beginAnew(positions: readonly unknown[], isOnePutOff: boolean): void {
    const from = isOnePutOff ? this.#resumeFrom : null;
    this.#heard.clear();
    for (const position of positions) this.heard(position);
    this.#resumeFrom = from === null ? null : new Map([...from, ...this.#heard]);
  }
}

interface Position {
  readonly partition: string;
  readonly epoch: number;
  readonly sequence: number;
}

const POSITION = /^([^@]+\.\d+)@(\d+)-(\d+)$/;

function parse(text: unknown): Position | null {
  const match = typeof text === "string" ? POSITION.exec(text) : null;
  return match === null
    ? null
    : { partition: match[1]!, epoch: Number(match[2]), sequence: Number(match[3]) };
}

function isLater(a: Position, b: Position): boolean {
  return a.epoch === b.epoch ? a.sequence > b.sequence : a.epoch > b.epoch;
}
