/** The way in and out: when the socket may be opened, and what happens when the session ends. */

import { type Failure, whenUnauthenticated } from "./api.ts";
import { client, session } from "./context.ts";
import { store } from "./store/store.ts";

const RETRY_FIRST_MS = 1_000;
const RETRY_CAP_MS = 15_000;

const { access } = store;
let retryMs = RETRY_FIRST_MS;
let retry: ReturnType<typeof setTimeout> | undefined;
let userInside: string | null = null;
let inside = false;

/** The key of the link that the page was opened with. Out of the address and its history as soon as it is read. */
export const setupToken = takeToken();

/** Asks who we are; goes in when we may. */
export async function begin(): Promise<void> {
  clearTimeout(retry);
  await access.load();
  if (access.state === "unreachable") {
    retry = setTimeout(() => void begin(), retryMs);
    retryMs = Math.min(RETRY_CAP_MS, retryMs * 2);
    return;
  }
  retryMs = RETRY_FIRST_MS;
  if (access.state === "anonymous") show("/anmelden");
  if (access.state === "authenticated" && !isSetup()) goIn();
}

/** Null: we are in. */
export async function signIn(name: string, password: string): Promise<Failure | null> {
  const failure = await access.login(name, password);
  if (failure === null) goIn();
  return failure;
}

export async function setUp(token: string, name: string, password: string): Promise<Failure | null> {
  const failure = await access.setUp(token, name, password);
  if (failure === null) history.replaceState(null, "", "/");
  if (failure === null && access.state === "authenticated") goIn();
  return failure;
}

export async function signOut(): Promise<Failure | null> {
  const failure = await access.logout();
  if (failure !== null) return failure;
  client.disconnect();
  // Nothing of the user stays in the page's memory.
  location.replace("/anmelden");
  return null;
}

export function isSetup(): boolean {
  return location.pathname === "/einrichten";
}

function takeToken(): string {
  if (!isSetup()) return "";
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  if (token !== "") history.replaceState(null, "", location.pathname);
  return token;
}

/** Back to where the user was; another user gets a page of his own. */
function goIn(): void {
  const user = access.user?.name ?? "";
  if (inside && user !== userInside) {
    location.reload();
    return;
  }
  if (location.pathname === "/anmelden") show("/");
  userInside = user;
  if (inside) void client.connect();
  else session.start();
  inside = true;
}

/** The view behind `#` stays, so that the user comes back to it. */
function show(path: string): void {
  if (!isSetup()) history.replaceState(null, "", path + location.hash);
}

whenUnauthenticated(() => access.expire());
client.on("session.expired", () => access.expire());
