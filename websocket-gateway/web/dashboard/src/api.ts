/** REST of the gateway: what the page asks beside the socket. */

import { newId } from "@aktienanalyse/client";
import { type Json, object, text } from "./store/model.ts";

export type Trouble =
  /** No answer, or one that makes no sense. */
  | "offline"
  | "unauthenticated"
  | "forbidden"
  /** The password was asked for once more and not given; nothing was done. */
  | "unconfirmed"
  /** This gateway does not have it. */
  | "missing"
  | "too_many"
  /** The gateway says what is wrong with the request. */
  | "refused"
  | "failed";

export interface Failure {
  readonly ok: false;
  readonly trouble: Trouble;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

export type Answer = { readonly ok: true; readonly data: Json } | Failure;

export type Method = "GET" | "POST" | "PUT" | "DELETE";

const TIMEOUT_MS = 15_000;

const CONFIRMATION_REQUIRED = "confirmation_required";

type Listener = () => void;
let onUnauthenticated: Listener = () => {};
let onUnconfirmed: () => Promise<boolean> = async () => false;

/** Called when an answer says that nobody is logged in any more. */
export function whenUnauthenticated(listener: Listener): void {
  onUnauthenticated = listener;
}

/** Called when the gateway wants the password once more; true: it has it, and what was asked is asked again. */
export function whenUnconfirmed(listener: () => Promise<boolean>): void {
  onUnconfirmed = listener;
}

/** What changes something carries one id, however often it is sent. */
export async function ask(method: Method, path: string, body?: object): Promise<Answer> {
  const key = method === "GET" ? null : newId();
  for (;;) {
    const answer = await askOnce(method, path, body, key);
    if (answer.ok || answer.trouble !== "unconfirmed" || !(await onUnconfirmed())) return answer;
  }
}

async function askOnce(method: Method, path: string, body: object | undefined, key: string | null): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(key === null ? {} : { "Idempotency-Key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    return failure("offline", "offline", String(error));
  }
  const answer = await read(response);
  if (response.ok) {
    return answer === null ? failure("offline", "unreadable", "") : { ok: true, data: answer };
  }
  const said = text(answer?.["code"]);
  const trouble = said === CONFIRMATION_REQUIRED ? "unconfirmed" : troubleOf(response.status);
  // The session's own refusal is a wrong password, and no news of a session that ended.
  if (trouble === "unauthenticated" && path !== "/api/session") onUnauthenticated();
  const code = said ?? `http_${response.status}`;
  return failure(trouble, code, text(answer?.["message"]) ?? code, text(answer?.["field"]));
}

/** With what stands behind the `?`; what is empty is left out. */
export function pathOf(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const said = search.toString();
  return said === "" ? path : `${path}?${said}`;
}

/** A bare list counts as `{items}`, nothing as `{}`; null when it is no JSON. */
async function read(response: Response): Promise<Json | null> {
  const said = await response.text().catch(() => null);
  if (said === null) return null;
  if (said.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(said);
    return Array.isArray(value) ? { items: value } : object(value);
  } catch {
    return null;
  }
}

function troubleOf(status: number): Trouble {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 405 || status === 501) return "missing";
  if (status === 429) return "too_many";
  return status >= 500 ? "failed" : "refused";
}

function failure(trouble: Trouble, code: string, message: string, field: string | null = null): Failure {
  return { ok: false, trouble, code, message, field };
}
