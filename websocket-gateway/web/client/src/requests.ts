/** Subscriptions on their way: each is said until the gateway has taken it or refuses it for good. */

import { type Message, newId } from "./protocol.ts";
import { type SubscribeData, inMessages } from "./subscriptions.ts";

export const OBJECTS = "data.objects";

/** Refused alone: the subscription holds, and saying it again would tell its values twice. */
const BESIDE: ReadonlySet<string | null> = new Set(["data.snapshot", OBJECTS]);

/**
 * A subscription was refused, or something that it asks for beside. Comes as the `error` of `connection.error`. What was
 * refused is no longer wanted; an earlier one of the same name that the gateway had taken is again.
 */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  /** The gateway's, `too_many_subscriptions`; `too_big` when it was not even sent. */
  readonly code: string;
  readonly eventTypes: readonly string[];
  /** The field to blame. */
  readonly field: string | null;

  constructor(code: string, problem: string, eventTypes: readonly string[], field: string | null) {
    super(`${eventTypes.join(", ")}: ${problem}`);
    this.code = code;
    this.eventTypes = eventTypes;
    this.field = field;
  }

  /** Only the current values or the open orders do not come. */
  get holds(): boolean {
    return BESIDE.has(this.field);
  }
}

/** What an `error` says of a subscription to `types`. Of several one alone may be refused. */
export function refusal({ event, data }: Message<Record<string, unknown>>, types: readonly string[]): SubscriptionError {
  const field = typeof data["field"] === "string" ? data["field"] : null;
  const index = event === "invalid_message_format" ? null : /^data\.event_types\[(\d+)\]$/.exec(field ?? "");
  const only = index === null ? undefined : types[Number(index[1])];
  return new SubscriptionError(event, String(data["error"] ?? event), only === undefined ? types : [only], field);
}

export interface RequestWire {
  send(message: Message): "sent" | "offline" | "too_big";
  ping(): void;
  /** From where a resume that was put off begins. */
  positions(): readonly string[];
  refused(error: SubscriptionError): void;
}

type Kind = "subscribe" | "unsubscribe";

interface Request {
  readonly id: string;
  readonly kind: Kind;
  readonly data: SubscribeData;
  /** Types that are not answered yet. */
  readonly open: Set<string>;
  /** Takes the place of one that was put off: that one again, or another of the user's. */
  readonly late: boolean;
  /** Waits until it is said again. */
  refused: boolean;
}

/** Long enough for a bucket of 20/s to refill. */
const PAUSE_MS = 1_000;

/** The bucket is the commands' too. */
const AT_ONCE = 10;

/** Without the open orders, one that has ended goes on being shown as open: they are asked for until they come. */
const OBJECTS_FIRST_MS = 2_000;
const OBJECTS_CAP_MS = 60_000;

export class Requests {
  readonly #wire: RequestWire;
  /** By event type. What an older one said of the type no longer counts. */
  readonly #newest = new Map<string, Request>();
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #objectless = new Set<Request>();
  #objectsAgain: ReturnType<typeof setTimeout> | undefined;
  #objectsMs = OBJECTS_FIRST_MS;

  constructor(wire: RequestWire) {
    this.#wire = wire;
  }

  /**
   * A subscription that was put off is not taken yet, so no pong stands behind its resume. One that was never refused
   * needs no such care: its answer stands in front of the pong of every later ping.
   */
  get isLate(): boolean {
    return this.#all().some(isLate);
  }

  say(kind: Kind, data: SubscribeData): void {
    for (const types of inMessages(data.event_types)) this.#sayOne(kind, { ...data, event_types: types });
  }

  #sayOne(kind: Kind, data: SubscribeData): void {
    const types = data.event_types;
    const request: Request = {
      id: newId(),
      kind,
      data,
      open: new Set(types),
      late: types.some((type) => isLate(this.#newest.get(type))),
      refused: false,
    };
    const message = { type: "subscription", event: kind, data, correlation_id: request.id };
    const how = this.#wire.send({ ...message, timestamp: new Date().toISOString() });
    if (how === "too_big") this.#wire.refused(new SubscriptionError(how, "the message is too big", types, null));
    if (how === "sent") for (const type of types) this.#newest.set(type, request);
  }

  confirmed({ correlation_id, data }: Message<Record<string, unknown>>): void {
    this.#find(correlation_id)?.open.delete(String(data["event_type"]));
  }

  /** An `error`, perhaps of one of ours. */
  failed(message: Message<Record<string, unknown>>): void {
    const request = this.#find(message.correlation_id);
    if (message.data["field"] === OBJECTS) this.#objectsLater(request);
    if (request === undefined) return;
    const error = refusal(message, request.data.event_types);
    if (error.code === "rate_limited" && !error.holds) {
      request.refused = true;
      this.#again ??= setTimeout(() => this.#sayAgain(), PAUSE_MS);
      return;
    }
    if (!error.holds) for (const type of error.eventTypes) request.open.delete(type);
    this.#wire.refused(error);
  }

  /** The open orders came. */
  objectsCame(): void {
    this.#objectsMs = OBJECTS_FIRST_MS;
  }

  /** The connection is gone; what is wanted is said anew on the next. */
  clear(): void {
    clearTimeout(this.#again);
    clearTimeout(this.#objectsAgain);
    this.#again = this.#objectsAgain = undefined;
    this.#newest.clear();
    this.#objectless.clear();
    this.#objectsMs = OBJECTS_FIRST_MS;
  }

  /** Behind a gap that nobody asked for it is the refusal of none: of all that wanted them, then. */
  #objectsLater(request: Request | undefined): void {
    const lacking = request === undefined ? this.#all().filter(({ data }) => data.objects === true) : [request];
    for (const each of lacking) this.#objectless.add(each);
    if (this.#objectsAgain !== undefined) return;
    this.#objectsAgain = setTimeout(() => this.#askForObjects(), this.#objectsMs);
    this.#objectsMs = Math.min(OBJECTS_CAP_MS, this.#objectsMs * 2);
  }

  /** It holds, so it is replaced where it stands: its positions would have it resume once more. */
  #askForObjects(): void {
    this.#objectsAgain = undefined;
    const lacking = [...this.#objectless];
    this.#objectless.clear();
    for (const request of lacking) {
      const { positions: _positions, resume_token: _token, ...wish } = request.data;
      const types = wish.event_types.filter((type) => this.#newest.get(type) === request);
      if (types.length > 0) this.say("subscribe", { ...wish, event_types: types, snapshot: false });
    }
  }

  #sayAgain(): void {
    this.#again = undefined;
    const refused = this.#all().filter((request) => request.refused);
    for (const { id, kind, data } of refused.slice(0, AT_ONCE)) {
      const types = data.event_types.filter((type) => this.#newest.get(type)?.id === id);
      const positions = data.positions === undefined ? {} : { positions: this.#wire.positions() };
      this.say(kind, { ...data, event_types: types, ...positions });
    }
    // Its pong comes behind what these resume; the one before came too early, or was refused too.
    if (this.isLate) this.#wire.ping();
    if (refused.length > AT_ONCE) this.#again = setTimeout(() => this.#sayAgain(), PAUSE_MS);
  }

  #find(id: string | undefined): Request | undefined {
    return id === undefined ? undefined : this.#all().find((request) => request.id === id);
  }

  #all(): Request[] {
    return [...new Set(this.#newest.values())];
  }
}

function isLate(request: Request | undefined): boolean {
  return request?.kind === "subscribe" && (request.late || request.refused) && request.open.size > 0;
}
