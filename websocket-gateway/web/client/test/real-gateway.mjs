/**
 * The client against a gateway that runs: connect, subscribe, command, a socket that is cut, resume, and the way around.
 * Exits 0 when all holds and 1 when something does not, saying what.
 *
 *   GATEWAY_URL=ws://127.0.0.1:8080/ws GATEWAY_TOKEN=… node client/test/real-gateway.mjs
 *
 * `GATEWAY_TOKEN` goes along as `Authorization: Bearer`; without it the gateway must let anybody in. `GATEWAY_CHECKS`
 * limits the checks by name: `socket,command,resume,offline,flood,refused,fallback,revoked`. Sends questions only; but with the
 * owner's `GATEWAY_COOKIE` it makes a token, connects with it and revokes it.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { WebSocket } from "ws";

const { SubscriptionError, WebSocketEventClient } = await import("../src/index.ts").catch(builtClient);

/** A Node that does not read TypeScript gets it translated. */
async function builtClient() {
  const folder = mkdtempSync(join(tmpdir(), "aktien-client-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const at = (path) => fileURLToPath(new URL(path, import.meta.url));
  const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
  execFileSync(process.execPath, [compiler, "-p", at(".."), "--outDir", folder], { stdio: "inherit" });
  return import(pathToFileURL(join(folder, "index.js")).href);
}

const url = process.env["GATEWAY_URL"] ?? "ws://127.0.0.1:8080/ws";
const token = process.env["GATEWAY_TOKEN"];
const chosen = new Set((process.env["GATEWAY_CHECKS"] ?? "socket,command,resume,offline,flood,refused,fallback,revoked").split(","));
const headers = token ? { Authorization: `Bearer ${token}` } : {};
const WAIT_MS = Number(process.env["GATEWAY_WAIT_MS"] ?? 30_000);

const say = (text) => process.stdout.write(`${text}\n`);

class Failed extends Error {}

function check(holds, what) {
  if (!holds) throw new Failed(what);
  say(`ok   ${what}`);
}

async function within(what, promise, ms = WAIT_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failed(`${what}: nothing within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The next message of this name that the condition takes. */
function next(client, event, condition = () => true) {
  const heard = within(
    event,
    new Promise((resolve) => {
      const end = client.on(event, (message) => {
        if (!condition(message)) return;
        end();
        resolve(message);
      });
    }),
  );
  // Whoever waits for it hears of it; the check before may fail first.
  heard.catch(() => {});
  return heard;
}

function socketClient(config = {}, sent = headers) {
  const sockets = [];
  const client = new WebSocketEventClient(url, {
    heartbeat_interval: 5_000,
    openSocket: (address) => {
      const socket = new WebSocket(address, { headers: sent });
      sockets.push(socket);
      return socket;
    },
    fallback: false,
    ...config,
  });
  return { client, sockets };
}

async function overASocket() {
  const { client, sockets } = socketClient();
  const established = next(client, "connection.established");
  const confirmed = next(client, "subscription.confirmed");
  client.subscribe(["trading.*", "portfolio.*", "market.price_update"]);
  await within("connect", client.connect());
  check((await established).data.client_id === client.getClientId(), "the gateway names the connection");
  const { data } = await confirmed;
  check(Array.isArray(data.positions) && data.positions.length > 0, "a subscription is confirmed with positions");
  try {
    if (chosen.has("command")) await commands(client);
    if (chosen.has("resume")) await resume(client, sockets);
    if (chosen.has("offline")) await offline(client, sockets);
  } finally {
    client.disconnect();
  }
  check(client.getConnectionStatus() === "disconnected", "it disconnects");
}

async function commands(client) {
  const [status, portfolio] = await Promise.all([
    client.sendUserCommand("get_system_status"),
    client.sendUserCommand("get_portfolio"),
  ]);
  check(status.status === "success" && status.command === "get_system_status", "a question is answered");
  check(portfolio.command === "get_portfolio", "each answer finds its own question");
  const refused = await client.sendUserCommand("place_order", { symbol: "AAPL" });
  check(refused.status === "error" && refused.result.code !== "", "a wrong command is refused with a code");
}

async function resume(client, sockets) {
  const seen = new Map();
  const twice = [];
  client.on("*", (message) => {
    if (typeof message.position !== "string" || !message.position.includes("@")) return;
    const key = `${message.position} ${message.event}`;
    if (seen.has(key)) twice.push(key);
    seen.set(key, true);
  });
  await next(client, "pong");
  const before = sockets.length;
  const outcome = next(client, "resumed");
  const gap = new Promise((resolve) => client.on("gap", ({ data }) => resolve(data)));
  // A question under way when the line is cut is answered on the next connection, under the same id.
  const asked = client.sendUserCommand("get_order_history", { limit: 1 });
  sockets.at(-1).terminate();
  const first = await Promise.race([outcome.then(() => null), gap]);
  check(first === null, `a cut socket resumes without a gap${first === null ? "" : ` (${JSON.stringify(first)})`}`);
  check(sockets.length > before && client.getConnectionStatus() === "connected", "on a new socket");
  check((await asked).command === "get_order_history", "a command survives the cut");
  check(twice.length === 0, "nothing is told twice");
}

async function offline(client, sockets) {
  const cut = next(client, "connection.status", ({ data }) => data.status !== "connected");
  sockets.at(-1).terminate();
  await cut;
  const order = { symbol: "IBM", side: "BUY", quantity: 1 };
  const late = await client.sendUserCommand("place_order", order).catch(({ failure }) => failure);
  check(late === "offline", "a market order without a connection is refused at once");
  const answer = await within("the question", client.sendUserCommand("get_system_status"));
  check(answer.status === "success", "a question waits for the connection");
}

/** More messages at once than a connection may send. */
async function flood() {
  const { client, sockets } = socketClient();
  const names = Array.from({ length: 60 }, (_, i) => `trading.none${i}`);
  const allConfirmed = () => {
    const missing = new Set(names);
    return next(client, "subscription.confirmed", ({ data }) => missing.delete(data.event_type) && missing.size === 0);
  };
  try {
    await within("connect", client.connect());
    const first = allConfirmed();
    // Each with a filter of its own, so that none can share a message.
    for (const name of names) client.subscribe([name], { symbols: [name] });
    await first;
    check(true, "of many subscriptions at once none is lost");
    const again = allConfirmed();
    sockets.at(-1).terminate();
    await again;
    check(true, "nor on the next connection");
  } finally {
    client.disconnect();
  }
}

async function revoked() {
  const tokens = new URL("/api/tokens", url.replace(/^ws/, "http"));
  // With a cookie the gateway changes something for its own page only.
  const owner = { Cookie: process.env["GATEWAY_COOKIE"], Origin: tokens.origin, "content-type": "application/json" };
  const body = JSON.stringify({ name: "real-gateway.mjs", scopes: ["read"] });
  const made = await (await fetch(tokens, { method: "POST", headers: owner, body })).json();
  check(typeof made.secret === "string", "the owner makes a token");
  const { client, sockets } = socketClient({}, { Authorization: `Bearer ${made.secret}` });
  try {
    await within("connect with a new token", client.connect());
    const expired = next(client, "session.expired");
    const closed = new Promise((resolve) => sockets[0].once("close", resolve));
    await fetch(`${tokens}/${made.id}`, { method: "DELETE", headers: owner });
    await expired;
    check((await within("close", closed)) === 4401, "a revoked token closes its socket with 4401");
    check(client.getConnectionStatus() === "session_expired" && sockets.length === 1, "and the client does not try again");
  } finally {
    client.disconnect();
  }
}

/** Over a socket and by a stream the same: each that is refused is told, and the rest goes on. */
async function refusedOver(how, client, opened) {
  const told = new Map();
  const rest = new Set(["user.notification", "market.price_update"]);
  const allTold = new Promise((resolve) => {
    client.on("connection.error", ({ data: { error } }) => {
      if (!(error instanceof SubscriptionError)) return;
      told.set(error.eventTypes.join(), `${error.code} ${error.field}`);
      if (told.size === 3) resolve();
    });
  });
  const restConfirmed = next(client, "subscription.confirmed", ({ data }) => rest.delete(data.event_type) && rest.size === 0);
  client.subscribe(["user.notification"]);
  client.subscribe(["market.alert"], { max_rate_hz: 5_000 });
  client.subscribe(["market.price_update", "no event"], { snapshot: true });
  client.subscribe(["trading.*"], { symbols: ["x".repeat(200)] });
  const price = next(client, "market.price_update");
  try {
    await within("connect", client.connect());
    await within("three refusals", allTold);
    check(told.get("market.alert") === "invalid_message_format data.max_rate_hz", `${how}: a rate that cannot be is refused`);
    check(told.get("no event") === "invalid_subscription data.event_types[1]", `${how}: what is no event is refused alone`);
    check(told.get("trading.*") === "invalid_message_format data.symbols", `${how}: so is what is no share`);
    await restConfirmed;
    await price;
    check(client.getSubscriptions().join() === "user.notification,market.price_update", `${how}: the rest stays`);
    check(opened() === 1 && told.size === 3, `${how}: the rest goes on, on the same connection`);
    return told;
  } finally {
    client.disconnect();
  }
}

/** More than a connection may have: so many are told, and those before them stay. */
async function tooMany(client) {
  const names = Array.from({ length: 203 }, (_, i) => `trading.none${i}`);
  let count = 0;
  const allTold = new Promise((resolve) => {
    client.on("connection.error", ({ data: { error } }) => {
      if (error instanceof SubscriptionError && error.code === "too_many_subscriptions" && ++count === 3) resolve();
    });
  });
  client.subscribe(names);
  try {
    await within("connect", client.connect());
    await within("refusals", allTold);
    check(client.getSubscriptions().length === 200, "of too many subscriptions 200 stay, the others are told");
  } finally {
    client.disconnect();
  }
}

function streamClient() {
  let streams = 0;
  const counting = (address, init) => {
    if (String(address).includes("/events/stream")) streams++;
    return fetch(address, init);
  };
  const client = new WebSocketEventClient(url, {
    heartbeat_interval: 10_000,
    backoff: { firstMs: 50 },
    openSocket: () => {
      throw new Error("a firewall");
    },
    fallback: { headers, fetch: counting },
  });
  return { client, opened: () => streams };
}

async function refusals() {
  const { client, sockets } = socketClient();
  await refusedOver("by socket", client, () => sockets.length);
  const { client: around, opened } = streamClient();
  await refusedOver("by stream", around, opened);
  await tooMany(socketClient().client);
  await tooMany(streamClient().client);
}

async function aroundTheSocket() {
  const { client } = streamClient();
  const heard = new Promise((resolve) => client.on("*", (message) => message.type !== "client" && resolve(message)));
  client.subscribe(["*"], { snapshot: true });
  try {
    await within("connect by a stream", client.connect());
    check(client.getTransport() === "sse", "without WebSockets it connects by a stream");
    await within("a message by the stream", heard);
    check(true, "the stream tells");
    const answer = await client.sendUserCommand("get_system_status");
    check(answer.status === "success", "a question is answered by REST");
  } finally {
    client.disconnect();
  }
}

try {
  if (["socket", "command", "resume", "offline"].some((name) => chosen.has(name))) await overASocket();
  if (chosen.has("flood")) await flood();
  if (chosen.has("refused")) await refusals();
  if (chosen.has("fallback")) await aroundTheSocket();
  if (chosen.has("revoked") && process.env["GATEWAY_COOKIE"]) await revoked();
  say("all holds");
  process.exit(0);
} catch (error) {
  say(`FAIL ${error instanceof Failed ? error.message : error.stack}`);
  process.exit(1);
}
