/** The one session of the page, for the views that send commands. */

import { WebSocketEventClient } from "@aktienanalyse/client";
import { Session } from "./session.ts";
import { store } from "./store/store.ts";

const HEARTBEAT_MS = 10_000;

function gatewayUrl(): string {
  const url = new URL("/ws", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}

export const client = new WebSocketEventClient(gatewayUrl(), { heartbeat_interval: HEARTBEAT_MS });

export const session = new Session(store, client);
