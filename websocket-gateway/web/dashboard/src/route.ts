/** Where the user is: the part behind `#`. */

import { Topic } from "./store/topic.ts";

export type View = "maerkte" | "depot" | "orders" | "empfehlungen" | "system" | "bus" | "einstellungen";

export interface Route {
  readonly view: View;
  /** The share of `#/maerkte/AAPL`, the page of `#/bus/journal`. */
  readonly symbol: string | null;
  /** `#/orders?symbol=AAPL&side=buy` */
  readonly query: URLSearchParams;
}

/** Those of the head; the others are reached from within. */
export const VIEWS = ["maerkte", "depot", "orders", "empfehlungen", "system"] as const;

const ALL: readonly View[] = [...VIEWS, "bus", "einstellungen"];

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [first = "", second = ""] = path.split("/", 2);
  const view = ALL.find((name) => name === first) ?? "maerkte";
  return { view, symbol: decoded(second), query: new URLSearchParams(search) };
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part) || null;
  } catch {
    return null;
  }
}

export function marketHref(symbol: string): string {
  return `#/maerkte/${encodeURIComponent(symbol)}`;
}

export function ticketHref(symbol: string, side: "buy" | "sell"): string {
  return `#/orders?symbol=${encodeURIComponent(symbol)}&side=${side}`;
}

class Router extends Topic {
  #route = parseRoute(location.hash);

  constructor() {
    super();
    addEventListener("hashchange", () => {
      this.#route = parseRoute(location.hash);
      this.changed();
    });
  }

  get route(): Route {
    return this.#route;
  }
}

export const router = new Router();
