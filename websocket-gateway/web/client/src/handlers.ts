/** Who wants to be told of which event. */

import type { EventMap, EventName, Message } from "./protocol.ts";

export type Handler<K extends EventName> = (message: Message<EventMap[K]>) => void;

export type AnyHandler = (message: Message) => void;

export class Handlers {
  readonly #byEvent = new Map<string, Set<AnyHandler>>();
  readonly #onThrow: (error: unknown, event: string) => void;

  constructor(onThrow: (error: unknown, event: string) => void) {
    this.#onThrow = onThrow;
  }

  add(event: string, handler: AnyHandler): void {
    const known = this.#byEvent.get(event);
    if (known === undefined) this.#byEvent.set(event, new Set([handler]));
    else known.add(handler);
  }

  remove(event: string, handler?: AnyHandler): void {
    if (handler === undefined) this.#byEvent.delete(event);
    else this.#byEvent.get(event)?.delete(handler);
  }

  /** Tells the handlers of the event and those of `*`. One that throws does not keep the others from hearing. */
  tell(event: string, message: Message): void {
    this.#tell(this.#byEvent.get(event), event, message);
    this.#tell(this.#byEvent.get("*"), event, message);
  }

  #tell(handlers: Set<AnyHandler> | undefined, event: string, message: Message): void {
    if (handlers === undefined) return;
    for (const handler of handlers) {
      try {
        handler(message);
      } catch (error) {
        this.#onThrow(error, event);
      }
    }
  }
}
