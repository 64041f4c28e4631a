import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientAndServer } from "./fakes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function connected() {
  const pair = clientAndServer({ event_types: ["market.price_update"], backoff: { random: () => 0 } });
  void pair.client.connect();
  pair.server.last.accept();
  return pair;
}

async function reconnect({ server }: ReturnType<typeof connected>, code = 1006) {
  server.last.drop(code);
  await vi.advanceTimersByTimeAsync(1);
  server.last.accept();
  return server.last;
}

function event(position: string) {
  return { type: "trading", event: "trading.order_created", data: {}, position };
}

const pong = { type: "system", event: "pong", data: {} };

test("after a reconnect everything is subscribed again, not only what the start asked for", async () => {
  const pair = connected();
  pair.client.subscribe(["trading.*", "portfolio.*"]);
  pair.client.subscribe(["market.bar"], { symbols: ["AAPL"] });
  pair.client.unsubscribe(["portfolio.*"]);
  const socket = await reconnect(pair);
  expect(socket.of("subscription", "subscribe").map((m) => m.data)).toEqual([
    { event_types: ["market.price_update", "trading.*"] },
    { event_types: ["market.bar"], symbols: ["AAPL"] },
  ]);
});

test("a subscription made without a connection is made with the next one", () => {
  const { client, server } = clientAndServer();
  client.subscribe(["trading.*"]);
  void client.connect();
  server.last.accept();
  expect(server.last.of("subscription")).toHaveLength(1);
  expect(client.getSubscriptions()).toEqual(["trading.*"]);
});

test("it resumes from the newest position of each partition", async () => {
  const pair = connected();
  for (const position of ["trading.1@100-5", "trading.1@100-7", "trading.2@100-3", "trading.1@100-6", "latest@9", "-"]) {
    pair.server.last.say(event(position));
  }
  const socket = await reconnect(pair);
  expect(socket.of("subscription")[0]!.data["positions"]).toEqual(["trading.1@100-7", "trading.2@100-3"]);
});

test("a higher epoch is newer than any sequence", async () => {
  const pair = connected();
  pair.server.last.say(event("trading.1@100-900"));
  pair.server.last.say(event("trading.1@200-1"));
  const socket = await reconnect(pair);
  expect(socket.of("subscription")[0]!.data["positions"]).toEqual(["trading.1@200-1"]);
});

test("a client that saw no event resumes from what confirmation and pong say", async () => {
  const pair = connected();
  pair.server.last.say({ type: "system", event: "subscription.confirmed", data: { positions: ["trading.0@100-4"] } });
  pair.server.last.say({ type: "system", event: "system.pong", data: { positions: ["market.3@100-9", "trading.0@100-6"] } });
  const socket = await reconnect(pair);
  expect(socket.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-6", "market.3@100-9"]);
});

test("a confirmation never moves a position forward over events that are still to come", async () => {
  const pair = connected();
  pair.server.last.say(event("trading.0@100-4"));
  const socket = await reconnect(pair);
  socket.say({ type: "system", event: "subscription.confirmed", data: { positions: ["trading.0@100-90"] } });
  const next = await reconnect(pair);
  expect(next.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-4"]);
});

test("a connection lost in the middle of a resume resumes from the same place again", async () => {
  const pair = connected();
  pair.server.last.say(event("trading.0@100-4"));
  const second = await reconnect(pair);
  second.say(event("trading.0@100-9"));
  const third = await reconnect(pair);
  expect(third.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-4"]);
  third.say(event("trading.0@100-9"));
  third.say(pong);
  const fourth = await reconnect(pair);
  expect(fourth.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-9"]);
});

test("a subscription that is changed in the middle of its resume goes on with it, one that is new begins now", async () => {
  const pair = connected();
  pair.server.last.say(event("trading.0@100-4"));
  const socket = await reconnect(pair);
  pair.client.subscribe(["market.price_update"], { symbols: ["AAPL"] });
  pair.client.subscribe(["trading.*"]);
  socket.say(pong);
  pair.client.subscribe(["trading.*"], { symbols: ["AAPL"] });
  expect(socket.of("subscription").map(({ data }) => data["positions"])).toEqual([
    ["trading.0@100-4"],
    ["trading.0@100-4"],
    undefined,
    undefined,
  ]);
});

test("after a gap it does not come back with positions that were worthless", async () => {
  const pair = connected();
  const gap = vi.fn<() => void>();
  pair.client.on("gap", gap);
  pair.server.last.say(event("trading.0@100-4"));
  const socket = await reconnect(pair);
  socket.say({ type: "system", event: "gap", data: { positions: ["trading.1@300-1"] } });
  expect(gap).toHaveBeenCalledOnce();
  const next = await reconnect(pair);
  expect(next.of("subscription")[0]!.data["positions"]).toEqual(["trading.1@300-1"]);
});

test("the resume token of the last connection goes along", async () => {
  const pair = connected();
  pair.server.last.say({ type: "system", event: "connection.established", data: { client_id: "c", resume_token: "r-1" } });
  const socket = await reconnect(pair);
  expect(socket.of("subscription")[0]!.data["resume_token"]).toBe("r-1");
});

test("what a resume brings again is told once, and what another subscription still lacked is told", async () => {
  const pair = connected();
  const told: (string | undefined)[] = [];
  pair.client.on("trading.order_created", ({ position }) => void told.push(position));
  pair.server.last.say(event("trading.0@100-4"));
  pair.server.last.say(event("trading.0@100-7"));
  const socket = await reconnect(pair);
  for (const position of ["trading.0@100-4", "trading.0@100-7", "trading.0@100-5", "trading.0@100-8"]) {
    socket.say(event(position));
  }
  expect(told).toEqual(["trading.0@100-4", "trading.0@100-7", "trading.0@100-5", "trading.0@100-8"]);
});

test("two events of one position are both told", () => {
  const pair = connected();
  const told: string[] = [];
  pair.client.on("*", (message) => void told.push(message.event));
  told.splice(0);
  pair.server.last.say(event("trading.0@100-4"));
  pair.server.last.say({ ...event("trading.0@100-4"), event: "trading.order_filled" });
  pair.server.last.say(event("trading.0@100-4"));
  expect(told).toEqual(["trading.order_created", "trading.order_filled"]);
});

test("a quiet client resumes from the positions it was told, but not while its resume is under way", async () => {
  const pair = connected();
  const positions = (position: string) => ({ type: "system", event: "system.positions", data: { positions: [position] } });
  pair.server.last.say(pong);
  pair.server.last.say(positions("trading.0@100-4"));
  const second = await reconnect(pair);
  second.say(positions("trading.0@100-9"));
  const third = await reconnect(pair);
  expect(third.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-4"]);
  third.say(pong);
  const fourth = await reconnect(pair);
  expect(fourth.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-9"]);
});

test("a snapshot after a gap is told although its positions were heard before", async () => {
  const pair = connected();
  const told = vi.fn<() => void>();
  pair.client.on("trading.order_created", told);
  pair.server.last.say(event("trading.0@100-4"));
  pair.server.last.say({ type: "system", event: "system.gap", data: {} });
  pair.server.last.say(event("trading.0@100-4"));
  expect(told).toHaveBeenCalledTimes(2);
});

test.each(["snapshot", "system.snapshot"])("the open orders that a subscription asked for are told (%s)", (name) => {
  const pair = connected();
  const told: unknown[] = [];
  pair.client.on("snapshot", ({ data }) => told.push(data.command, data.items.map((order) => order["order_id"])));
  pair.client.subscribe(["trading.*"], { objects: true });
  const [, asked] = pair.server.last.of("subscription");
  expect(asked!.data).toEqual({ event_types: ["trading.*"], objects: true });
  const data = { command: "get_order_history", items: [{ order_id: "o-1", revision: 3 }] };
  pair.server.last.say({ type: "system", event: name, correlation_id: asked!.correlation_id, data });
  expect(told).toEqual(["get_order_history", ["o-1"]]);
});

test("a gap tells why and what to load again", () => {
  const pair = connected();
  const told: string[] = [];
  pair.client.on("gap", ({ data }) => told.push(data.reason, ...data.reload));
  const data = { reason: "trimmed", positions: [], reload: ["get_order_history", "get_portfolio"] };
  pair.server.last.say({ type: "system", event: "gap", data });
  expect(told).toEqual(["trimmed", "get_order_history", "get_portfolio"]);
});
