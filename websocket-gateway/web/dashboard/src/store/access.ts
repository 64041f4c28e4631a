/** Who is in front of the page, and what they may do. The gateway decides; this only hides what it would refuse. */

import { type Answer, type Failure, ask } from "../api.ts";
import { type Json, object, text } from "./model.ts";
import { Topic } from "./topic.ts";

export type Role = "OWNER" | "TRADER" | "VIEWER";

export interface User {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[];
}

export type AccessState =
  | "loading"
  /** The gateway does not answer. */
  | "unreachable"
  /** Nobody has ever logged in. */
  | "setup_required"
  | "anonymous"
  /** The proxy before the gateway knows somebody whom the gateway does not know. */
  | "unknown_user"
  | "authenticated";

const ROLES: readonly Role[] = ["OWNER", "TRADER", "VIEWER"];

export class Access extends Topic {
  readonly #ask: typeof ask;
  #state: AccessState = "loading";
  #user: User | null = null;
  #expiresAt: string | null = null;
  #expired = false;
  #insecureLan = false;
  #byProxy = false;

  constructor(doAsk: typeof ask = ask) {
    super();
    this.#ask = doAsk;
  }

  get state(): AccessState {
    return this.#state;
  }

  /** Null also behind a gateway without users: then everybody is the owner. */
  get user(): User | null {
    return this.#user;
  }

  get expiresAt(): string | null {
    return this.#expiresAt;
  }

  /** A session was there and is over; the page behind the login stays as it was. */
  get expired(): boolean {
    return this.#expired;
  }

  /** Reachable from other machines without encryption; to be said all the time. */
  get insecureLan(): boolean {
    return this.#insecureLan;
  }

  /** Signed in by a proxy before the gateway, which is also where one signs out. */
  get byProxy(): boolean {
    return this.#byProxy;
  }

  get mayTrade(): boolean {
    return this.#may("trade", ["OWNER", "TRADER"]);
  }

  get isOwner(): boolean {
    return this.#may("admin", ["OWNER"]);
  }

  async load(): Promise<void> {
    const answer = await this.#ask("GET", "/api/session");
    if (answer.ok) this.#take(answer.data);
    else if (answer.trouble === "missing") this.#become("authenticated", null);
    else if (answer.trouble === "unauthenticated") this.#become("anonymous", null);
    else if (this.#state !== "authenticated") this.#become("unreachable", null);
  }

  /** Null: it worked. */
  async login(name: string, password: string): Promise<Failure | null> {
    return this.#enter(await this.#ask("POST", "/api/session", { name, password }));
  }

  async setUp(token: string, name: string, password: string): Promise<Failure | null> {
    return this.#enter(await this.#ask("POST", "/api/setup", { token, name, password }));
  }

  async logout(): Promise<Failure | null> {
    const answer = await this.#ask("DELETE", "/api/session");
    if (!answer.ok && answer.trouble !== "unauthenticated") return answer;
    this.#become("anonymous", null);
    return null;
  }

  /** The gateway says that the session is over. */
  expire(): void {
    if (this.#state !== "authenticated" || this.#expired) return;
    this.#expired = true;
    this.changed();
  }

  async #enter(answer: Answer): Promise<Failure | null> {
    if (!answer.ok) return answer;
    // The cookie is there; who we are is told in one place only.
    await this.load();
    return null;
  }

  #take(data: Json): void {
    const state = text(data["state"]);
    this.#expiresAt = text(data["expires_at"]);
    this.#insecureLan = data["insecure_lan"] === true;
    this.#byProxy = data["signed_in_by"] === "proxy";
    if (state === "authenticated") this.#become("authenticated", readUser(object(data["user"])));
    else if (state === "unknown_user") this.#become("unknown_user", readUser(object(data["user"])));
    else if (state === "setup_required") this.#become("setup_required", null);
    else if (this.#state === "authenticated") this.expire();
    else this.#become("anonymous", null);
  }

  #become(state: AccessState, user: User | null): void {
    this.#state = state;
    this.#user = user;
    this.#expired = false;
    this.changed();
  }

  #may(scope: string, roles: readonly Role[]): boolean {
    if (this.#state !== "authenticated") return false;
    if (this.#user === null) return true;
    const { role, scopes } = this.#user;
    return roles.includes(role) && (scopes.length === 0 || scopes.includes(scope));
  }
}

function readUser(data: Json | null): User | null {
  if (data === null) return null;
  const said = text(data["role"])?.toUpperCase();
  const scopes = Array.isArray(data["scopes"]) ? data["scopes"].filter((scope) => typeof scope === "string") : [];
  // A role that is new to this page gets the least.
  return { name: text(data["name"]) ?? "", role: ROLES.find((role) => role === said) ?? "VIEWER", scopes };
}
