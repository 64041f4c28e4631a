/** Commands on their way: one promise each, repeated under the same id until it is answered or too late. */

import { type CommandAnswer, type Message, type Refusal, isObject, newId } from "./protocol.ts";

export interface CommandOptions {
  /** Idempotency key, once per intent of the user. The same id takes effect once, however often it is sent. */
  readonly commandId?: string;
  /** Comes back on the answer and on every event the command causes. */
  readonly correlationId?: string;
  /** After this the server refuses it instead of acting late, and it is not sent any more. By the server's clock. */
  readonly expiresAt?: Date;
  /** The same, from now on; right whatever this machine's clock says. */
  readonly expiresInMs?: number;
  /** Wait for one answer before sending again; default 5 s. */
  readonly attemptTimeoutMs?: number;
  /** Wait in all; default 15 s. */
  readonly timeoutMs?: number;
  /**
   * When there is no connection: `refuse` at once, or `wait` for one until the timeout. Default: questions (`get_…`)
   * and what has an expiry wait, whatever else changes something is refused, so that the user sees it. A market order
   * is refused always: the price that its giver saw is over.
   */
  readonly whenOffline?: "refuse" | "wait";
}

export type CommandFailure =
  | "offline"
  | "expired"
  | "timeout"
  | "disconnected"
  | "session_expired"
  | "forbidden"
  | "too_big"
  /**
   * The user's password is asked for once more: `POST /api/session/confirm {password}`, then repeat the command with the
   * same `commandId`. A login by token is never asked.
   */
  | "confirmation_required";

/**
 * No answer came, or none that ends the command. After `timeout` or a lost connection the outcome is unknown: repeat
 * with the same `commandId`.
 */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly failure: CommandFailure;
  readonly command: string;
  readonly commandId: string;
  /** True when the command may have taken effect all the same. */
  readonly outcomeUnknown: boolean;

  constructor(failure: CommandFailure, command: string, commandId: string, outcomeUnknown: boolean) {
    super(`${command}: ${failure}`);
    this.failure = failure;
    this.command = command;
    this.commandId = commandId;
    this.outcomeUnknown = outcomeUnknown;
  }
}

export interface CommandWire {
  send(message: Message): "sent" | "offline" | "too_big";
  isConnected(): boolean;
  now(): Date;
  clockAheadMs(): number;
}

interface Pending {
  readonly message: Message;
  readonly command: string;
  readonly commandId: string;
  readonly attemptMs: number;
  readonly resolve: (answer: CommandAnswer) => void;
  readonly reject: (error: CommandError) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
  /** By our clock, ms; not sent any more from then on. */
  readonly lastSendMs: number;
  readonly expiry: ReturnType<typeof setTimeout> | undefined;
  /** How often it was sent without the gateway saying that nothing was done. */
  open: number;
  attempt: ReturnType<typeof setTimeout> | undefined;
}

const ATTEMPT_MS = 5_000;
const TOTAL_MS = 15_000;

/**
 * Answers of the gateway that do not end a command: too fast, the bus away, or the owner's answer late. The same id is
 * asked again, until the command's own time is over.
 */
const NOT_FINAL: ReadonlySet<string> = new Set(["rate_limited", "bus_unavailable", "timeout"]);

const CONFIRMATION_REQUIRED = "confirmation_required";

/** Refused before it went anywhere. */
const NOTHING_DONE: ReadonlySet<string> = new Set(["rate_limited", CONFIRMATION_REQUIRED]);

/** Long enough for a bucket of 5/s to refill a little. */
const PAUSE_MS = 1_000;

export class Commands {
  readonly #wire: CommandWire;
  readonly #pending = new Map<string, Pending>();

  constructor(wire: CommandWire) {
    this.#wire = wire;
  }

  send(command: string, data: object, options: CommandOptions = {}): Promise<CommandAnswer> {
    const commandId = options.commandId ?? newId();
    const correlationId = options.correlationId ?? newId();
    const timeoutMs = options.timeoutMs ?? TOTAL_MS;
    const now = this.#wire.now().getTime();
    const ahead = this.#wire.clockAheadMs();
    const expiresAt = expiry(command, data, options, now + ahead, timeoutMs);
    if (!this.#wire.isConnected() && !mayWait(command, data, options)) {
      return Promise.reject(new CommandError("offline", command, commandId, false));
    }
    const message: Message = {
      type: "user",
      event: command,
      data,
      timestamp: new Date(now).toISOString(),
      correlation_id: correlationId,
      command_id: commandId,
      ...(expiresAt === null ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    };
    const lastSendMs = expiresAt === null ? Infinity : expiresAt - ahead;
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        message,
        command,
        commandId,
        attemptMs: options.attemptTimeoutMs ?? ATTEMPT_MS,
        resolve,
        reject,
        deadline: setTimeout(() => this.#fail(correlationId, "timeout"), timeoutMs),
        lastSendMs,
        expiry: lastSendMs - now < timeoutMs ? setTimeout(() => this.#expire(correlationId), lastSendMs - now) : undefined,
        open: 0,
        attempt: undefined,
      };
      this.#pending.set(correlationId, pending);
      this.#transmit(correlationId, pending);
    });
  }

  /** A new connection is there: say again what has no answer yet. */
  connected(): void {
    for (const [id, pending] of this.#pending) this.#transmit(id, pending);
  }

  /** The connection is gone. The commands stay; their time runs on. */
  disconnected(): void {
    for (const pending of this.#pending.values()) clearTimeout(pending.attempt);
  }

  /** No connection will come. */
  failAll(failure: CommandFailure): void {
    for (const id of this.#pending.keys()) this.#fail(id, failure);
  }

  /** Takes a message that belongs to a command of ours; false when it belongs to none. */
  receive(message: Message<Record<string, unknown>>): boolean {
    const id = message.correlation_id;
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) return false;
    if (message.type !== "command_response" && message.type !== "error") return false;
    const answer: CommandAnswer =
      message.type === "command_response"
        ? answerOf(message.data, pending.command)
        : { status: "error", command: pending.command, result: refusalOf(message.data, message.event) };
    const code = answer.status === "error" ? answer.result.code : "";
    if (NOTHING_DONE.has(code)) pending.open--;
    if (code === CONFIRMATION_REQUIRED) {
      this.#fail(id, CONFIRMATION_REQUIRED);
    } else if (NOT_FINAL.has(code)) {
      clearTimeout(pending.attempt);
      pending.attempt = setTimeout(() => this.#transmit(id, pending), PAUSE_MS);
    } else {
      this.#settle(id, pending, answer);
    }
    return true;
  }

  #transmit(id: string, pending: Pending): void {
    clearTimeout(pending.attempt);
    if (this.#wire.now().getTime() >= pending.lastSendMs) {
      this.#expire(id);
      return;
    }
    const how = this.#wire.send(pending.message);
    if (how === "too_big") {
      this.#fail(id, "too_big");
      return;
    }
    if (how === "sent") pending.open++;
    pending.attempt = setTimeout(() => this.#transmit(id, pending), pending.attemptMs);
  }

  /** What was sent in time may still be answered; what was not never will. */
  #expire(id: string): void {
    if (this.#pending.get(id)?.open === 0) this.#fail(id, "expired");
  }

  #settle(id: string, pending: Pending, answer: CommandAnswer): void {
    this.#remove(id, pending);
    pending.resolve(answer);
  }

  #fail(id: string, failure: CommandFailure): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#remove(id, pending);
    pending.reject(new CommandError(failure, pending.command, pending.commandId, pending.open > 0));
  }

  #remove(id: string, pending: Pending): void {
    clearTimeout(pending.deadline);
    clearTimeout(pending.attempt);
    clearTimeout(pending.expiry);
    this.#pending.delete(id);
  }
}

function isMarketOrder(command: string, data: object): boolean {
  const type = (data as Record<string, unknown>)["order_type"] ?? "market";
  return command === "place_order" && String(type).toLowerCase() === "market";
}

/** Until when it may act, by the server's clock. A market order never outlives the promise that its giver waits for. */
function expiry(command: string, data: object, options: CommandOptions, serverNow: number, timeoutMs: number) {
  if (options.expiresAt !== undefined) return options.expiresAt.getTime();
  const within = options.expiresInMs ?? (isMarketOrder(command, data) ? timeoutMs : null);
  return within === null ? null : serverNow + within;
}

function mayWait(command: string, data: object, options: CommandOptions): boolean {
  if (isMarketOrder(command, data)) return false;
  if (options.whenOffline !== undefined) return options.whenOffline === "wait";
  return command.startsWith("get_") || options.expiresAt !== undefined || options.expiresInMs !== undefined;
}

function answerOf(data: Record<string, unknown>, command: string): CommandAnswer {
  const { status, result } = data;
  if (status === "success") return { status, command, result };
  if (status === "no_data") return { status, command, result: isObject(result) ? result : {} };
  return { status: "error", command, result: refusalOf(isObject(result) ? result : {}, "error") };
}

function refusalOf(data: Record<string, unknown>, fallbackCode: string): Refusal {
  const { code, message, error, field } = data;
  return {
    code: typeof code === "string" ? code : fallbackCode,
    message: typeof message === "string" ? message : typeof error === "string" ? error : fallbackCode,
    field: typeof field === "string" ? field : null,
  };
}
