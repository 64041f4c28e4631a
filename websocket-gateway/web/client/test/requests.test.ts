import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Message, SubscriptionError } from "../src/index.ts";
import { type FakeSocket, clientAndServer } from "./fakes.ts";

type Sent = Message<Record<string, unknown>>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two subscriptions of one family, each a message of its own. */
function connected() {
  const pair = clientAndServer({ backoff: { random: () => 0 } });
  pair.client.subscribe(["trading.order_filled"], { snapshot: true });
  pair.client.subscribe(["trading.order_created"], { snapshot: false });
  void pair.client.connect();
  pair.server.last.accept();
  const errors: unknown[] = [];
  pair.client.on("connection.error", ({ data }) => void errors.push(data.error));
  const told: (string | undefined)[] = [];
  pair.client.on("trading.order_created", ({ position }) => void told.push(position));
  return { ...pair, errors, told };
}

async function reconnect({ server }: ReturnType<typeof connected>) {
  server.last.drop();
  await vi.advanceTimersByTimeAsync(1);
  server.last.accept();
  return server.last;
}

/** Back on a new connection, where the second subscription is one message too many. */
async function refusedOnReturn() {
  const pair = connected();
  pair.server.last.say(created("trading.0@100-4"));
  const socket = await reconnect(pair);
  const [first, second] = socket.of("subscription") as [Sent, Sent];
  confirm(socket, first);
  refuse(socket, second, "rate_limited");
  return { ...pair, socket, second };
}

function confirm(socket: FakeSocket, { correlation_id, data }: Sent) {
  for (const event_type of data["event_types"] as string[]) {
    const said = { event_type, client_id: "c", positions: [] };
    socket.say({ type: "system", event: "subscription.confirmed", correlation_id, data: said });
  }
}

function refuse(socket: FakeSocket, { correlation_id }: Sent, event: string, field?: string) {
  socket.say({ type: "error", event, correlation_id, data: { error: "why", ...(field === undefined ? {} : { field }) } });
}

function created(position: string) {
  return { type: "trading", event: "trading.order_created", data: {}, position };
}

const pong = (position: string) => ({ type: "system", event: "pong", data: { positions: [position] } });

test("more event types than one message takes are several, also on the next connection", async () => {
  const pair = clientAndServer({ backoff: { random: () => 0 } });
  void pair.client.connect();
  pair.server.last.accept();
  const types = Array.from({ length: 203 }, (_, i) => `trading.x${i}`);
  const sizes = (socket: FakeSocket) =>
    (socket.of("subscription") as Sent[]).map(({ data }) => (data["event_types"] as string[]).length);
  pair.client.subscribe(types);
  expect(sizes(pair.server.last)).toEqual([200, 3]);
  pair.server.last.drop();
  await vi.advanceTimersByTimeAsync(1);
  pair.server.last.accept();
  expect(sizes(pair.server.last)).toEqual([200, 3]);
});

test("what was one message too many is said again, and a resume that it put off misses nothing", async () => {
  const pair = await refusedOnReturn();
  const { socket, second, told } = pair;
  socket.say(pong("trading.0@100-9"));
  await vi.advanceTimersByTimeAsync(1_000);
  const [, , again] = socket.of("subscription") as [Sent, Sent, Sent];
  expect(again.event).toBe("subscribe");
  expect(again.data).toEqual(second.data);
  expect(again.data["positions"]).toEqual(["trading.0@100-4"]);

  confirm(socket, again);
  socket.say(created("trading.0@100-5"));
  const next = await reconnect(pair);
  expect(next.of("subscription").map(({ data }) => data["positions"])).toEqual([["trading.0@100-4"], ["trading.0@100-4"]]);
  for (const request of next.of("subscription")) confirm(next, request);
  next.say(created("trading.0@100-5"));
  next.say(created("trading.0@100-6"));
  next.say(pong("trading.0@100-9"));
  expect(told).toEqual(["trading.0@100-4", "trading.0@100-5", "trading.0@100-6"]);
  const last = await reconnect(pair);
  expect(last.of("subscription")[0]!.data["positions"]).toEqual(["trading.0@100-9"]);
});

test("a pong that was asked for before does not end the resume of what is said again, one behind it does", async () => {
  const pair = await refusedOnReturn();
  const { socket } = pair;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(socket.of("ping")).toHaveLength(2);
  socket.say(pong("trading.0@100-8"));
  const next = await reconnect(pair);
  expect(next.of("subscription")[1]!.data["positions"]).toEqual(["trading.0@100-4"]);
  refuse(next, next.of("subscription")[1]!, "rate_limited");
  await vi.advanceTimersByTimeAsync(1_000);
  confirm(next, next.of("subscription")[2]!);
  next.say(pong("trading.0@100-9"));
  const last = await reconnect(pair);
  expect(last.of("subscription")[1]!.data["positions"]).toEqual(["trading.0@100-9"]);
});

test("a repetition that is refused too is repeated", async () => {
  const { socket } = await refusedOnReturn();
  for (let times = 3; times < 6; times++) {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket.of("subscription")).toHaveLength(times);
    refuse(socket, socket.of("subscription").at(-1)!, "rate_limited");
  }
});

test("a gap meanwhile renews the positions that it names, and leaves those of what is still to be said", async () => {
  const pair = connected();
  for (const position of ["trading.0@100-4", "portfolio.0@100-4"]) pair.server.last.say(created(position));
  const socket = await reconnect(pair);
  refuse(socket, socket.of("subscription")[1]!, "rate_limited");
  socket.say({ type: "system", event: "gap", data: { positions: ["trading.0@300-1"] } });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(socket.of("subscription")[2]!.data["positions"]).toEqual(["trading.0@300-1", "portfolio.0@100-4"]);
});

test("what is no longer wanted is not said again, and what replaces it is as late as it was", async () => {
  const pair = await refusedOnReturn();
  const { client, socket } = pair;
  client.subscribe(["trading.order_created"], { symbols: ["AAPL"] });
  socket.say(pong("trading.0@100-9"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(socket.of("subscription")).toHaveLength(3);
  const next = await reconnect(pair);
  expect(next.of("subscription")[1]!.data).toMatchObject({ symbols: ["AAPL"], positions: ["trading.0@100-4"] });
  refuse(next, next.of("subscription")[1]!, "rate_limited");
  client.unsubscribe(["trading.order_created"]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(next.of("subscription", "subscribe")).toHaveLength(2);
});

test("an unsubscription that was refused is said again", async () => {
  const { client, server } = connected();
  client.unsubscribe(["trading.order_filled"]);
  refuse(server.last, server.last.of("subscription", "unsubscribe")[0]!, "rate_limited");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.last.of("subscription", "unsubscribe").map(({ data }) => data)).toEqual([
    { event_types: ["trading.order_filled"] },
    { event_types: ["trading.order_filled"] },
  ]);
});

test("many that were refused come back in turn, so that commands get through", async () => {
  const { client, server } = connected();
  const names = Array.from({ length: 25 }, (_, i) => `market.${i}`);
  for (const name of names) client.subscribe([name]);
  const socket = server.last;
  for (const request of socket.of("subscription").slice(2)) refuse(socket, request, "rate_limited");
  const before = socket.of("subscription").length;
  const again = () => socket.of("subscription").slice(before);
  for (const count of [10, 20, 25, 25]) {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(again()).toHaveLength(count);
  }
  expect(again().flatMap(({ data }) => data["event_types"])).toEqual(names);
});

test("of several types those are said again that are still wanted", async () => {
  const { client, server } = connected();
  client.subscribe(["market.bar", "market.alert"]);
  refuse(server.last, server.last.of("subscription")[2]!, "rate_limited");
  client.unsubscribe(["market.alert"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.last.of("subscription").at(-1)!.data).toEqual({ event_types: ["market.bar"] });
});

test("what a lost connection refused is not said on the next when it is no longer wanted", async () => {
  const pair = await refusedOnReturn();
  pair.server.last.drop();
  pair.client.unsubscribe(["trading.order_created"]);
  await vi.advanceTimersByTimeAsync(1);
  pair.server.last.accept();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(pair.server.last.of("subscription").map(({ data }) => data["event_types"])).toEqual([["trading.order_filled"]]);
});

test("after disconnect() nothing is said again that is no longer wanted", async () => {
  const { client, server } = await refusedOnReturn();
  client.disconnect();
  client.unsubscribe(["trading.order_created"]);
  void client.connect();
  server.last.accept();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.last.of("subscription").map(({ data }) => data["event_types"])).toEqual([["trading.order_filled"]]);
});

test.each([
  ["invalid_message_format", "data.event_types[0]", ["trading.*", "markt"]],
  ["invalid_subscription", "data.event_types[1]", ["markt"]],
  ["too_many_subscriptions", "data.event_types[0]", ["trading.*"]],
  ["invalid_message_format", "data.max_rate_hz", ["trading.*", "markt"]],
  ["rate_limited", "data.snapshot", ["trading.*", "markt"]],
] as const)("%s at %s is told with the subscription's name, and not said again", async (code, field, eventTypes) => {
  const { client, server, errors } = connected();
  client.subscribe(["trading.*", "markt"]);
  const socket = server.last;
  if (field === "data.snapshot") confirm(socket, socket.of("subscription")[2]!);
  refuse(socket, socket.of("subscription")[2]!, code, field);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(errors).toEqual([expect.any(SubscriptionError)]);
  expect(errors[0]).toMatchObject({ code, field, eventTypes, message: `${eventTypes.join(", ")}: why` });
  expect(socket.of("subscription")).toHaveLength(3);
});

/** The third message: open orders are wanted too. */
function withObjects() {
  const pair = connected();
  pair.client.subscribe(["trading.*"], { symbols: ["AAPL"], objects: true });
  confirm(pair.server.last, pair.server.last.of("subscription")[2]!);
  return { ...pair, socket: pair.server.last };
}

test.each(["rate_limited", "snapshot_unavailable"])("open orders that do not come (%s) are asked for until they do", async (code) => {
  const { socket, errors } = withObjects();
  for (const [pause, count] of [[2_000, 4], [4_000, 5], [8_000, 6]] as const) {
    refuse(socket, socket.of("subscription").at(-1)!, code, "data.objects");
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(socket.of("subscription")).toHaveLength(count - 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.of("subscription")).toHaveLength(count);
    expect(socket.of("subscription").at(-1)!.data).toEqual({
      event_types: ["trading.*"],
      symbols: ["AAPL"],
      objects: true,
      snapshot: false,
    });
  }
  expect(errors).toHaveLength(3);
  socket.say({ type: "system", event: "snapshot", data: { command: "get_order_history", items: [] } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(socket.of("subscription")).toHaveLength(6);
  refuse(socket, socket.of("subscription").at(-1)!, code, "data.objects");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(socket.of("subscription")).toHaveLength(7);
});

test("open orders that do not come behind a gap that nobody asked for are asked for too", async () => {
  const { socket } = withObjects();
  socket.say({ type: "error", event: "snapshot_unavailable", data: { error: "why", field: "data.objects" } });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(socket.of("subscription").at(-1)!.data["event_types"]).toEqual(["trading.*"]);
  expect(socket.of("subscription")).toHaveLength(4);
});

test("open orders that nobody wants any more are not asked for again", async () => {
  const { client, socket } = withObjects();
  refuse(socket, socket.of("subscription").at(-1)!, "rate_limited", "data.objects");
  client.unsubscribe(["trading.*"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(socket.of("subscription", "subscribe")).toHaveLength(3);
});

test("a subscription that is too big is told, not lost in silence", () => {
  const { client, server, errors } = connected();
  client.subscribe(["market.bar"], { symbols: Array.from({ length: 1_000 }, (_, i) => `${i}`.padStart(100, "X")) });
  expect(server.last.of("subscription")).toHaveLength(2);
  expect(errors).toEqual([expect.any(SubscriptionError)]);
  expect(errors[0]).toMatchObject({ code: "too_big", eventTypes: ["market.bar"] });
});
