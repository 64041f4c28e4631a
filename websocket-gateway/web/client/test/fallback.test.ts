import { expect, test, vi } from "vitest";
import type { SubscribeOptions } from "../src/index.ts";
import { clientBehindAFirewall, ends } from "./stream-gateway.ts";

test("open orders that a stream does not bring are asked for by another, with the values that come meanwhile", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  client.subscribe(["trading.*", "market.*"], { snapshot: true, objects: true });
  await client.connect();
  gateway.say({ type: "error", event: "snapshot_unavailable", data: { error: "why", field: "data.objects" } });
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2), { timeout: 4_000 });
  for (const { asked } of gateway.streams) expect(asked).toMatchObject([{ objects: true, snapshot: true }]);
});

test("when WebSockets never open it goes on by stream and REST", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  const prices = vi.fn<(symbol: string) => void>();
  client.on("market.price_update", ({ data }) => prices(data.symbol));
  client.subscribe(["market.*", "trading.*"], { snapshot: true });
  await client.connect();
  expect(client.getTransport()).toBe("sse");
  expect(client.getConnectionStatus()).toBe("connected");
  expect(gateway.sockets).toHaveLength(3);
  const { asked, headers } = gateway.streams[0]!;
  expect(asked).toEqual([
    { correlation_id: expect.any(String), event_types: ["market.*", "trading.*"], snapshot: true },
  ]);
  expect(headers.authorization).toBe("Bearer t");
  gateway.say({ type: "market", event: "market.price_update", data: { symbol: "AAPL" } });
  await vi.waitFor(() => expect(prices).toHaveBeenCalledWith("AAPL"));

  const answer = await client.sendUserCommand("get_portfolio", {}, { commandId: "id-1" });
  expect(answer).toMatchObject({ status: "success", result: { cash: 5 } });
  expect(gateway.commands[0]!.headers["idempotency-key"]).toBe("id-1");
});

test("a stream that is cut resumes from the newest positions", async () => {
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["trading.*"] });
  const told: (string | undefined)[] = [];
  client.on("trading.order_created", ({ position }) => void told.push(position));
  await client.connect();
  const order = (position: string) => ({ type: "trading", event: "trading.order_created", data: {}, position });
  gateway.say({ type: "system", event: "system.positions", data: { positions: ["trading.0@1-1"] } });
  gateway.say(order("trading.0@1-2"), "trading.0@1-2");
  await vi.waitFor(() => expect(told).toHaveLength(1));
  gateway.streams[0]!.response.destroy();
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2), 5_000);
  expect(gateway.streams[1]!.positions).toEqual(["trading.0@1-2"]);
  gateway.say(order("trading.0@1-2"), "trading.0@1-2");
  gateway.say(order("trading.0@1-3"), "trading.0@1-3");
  await vi.waitFor(() => expect(told).toEqual(["trading.0@1-2", "trading.0@1-3"]));
});

test("a changed subscription opens the stream anew, the same one does not", async () => {
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["trading.*"] });
  await client.connect();
  await new Promise((done) => setTimeout(done, 30));
  expect(gateway.streams).toHaveLength(1);
  client.subscribe(["market.*"], { symbols: ["AAPL"] });
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2));
  expect(gateway.streams[1]!.asked).toMatchObject([
    { event_types: ["trading.*"] },
    { event_types: ["market.*"], symbols: ["AAPL"] },
  ]);
  client.unsubscribe(["trading.*"]);
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(3));
  expect(gateway.streams[2]!.asked).toMatchObject([{ event_types: ["market.*"], symbols: ["AAPL"] }]);
  expect(client.getConnectionStatus()).toBe("connected");
});

test("each subscription keeps its own filters on a stream", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  const fast: SubscribeOptions = { max_rate_hz: 4, symbols: ["AAPL"], snapshot: false };
  client.subscribe(["trading.*"], { objects: true, portfolio_id: "depot-1" });
  client.subscribe(["market.*"], fast);
  client.subscribe(["analysis.*"], fast);
  await client.connect();
  const { asked } = gateway.streams[0]!;
  expect(asked.map(({ correlation_id: _id, ...data }) => data)).toEqual([
    { event_types: ["trading.*"], objects: true, portfolio_id: "depot-1" },
    { event_types: ["market.*", "analysis.*"], ...fast },
  ]);
  expect(new Set(asked.map(({ correlation_id }) => correlation_id)).size).toBe(2);
});

test("it returns to a WebSocket without a break and repeats nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  ends.push(() => vi.useRealTimers());
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["trading.*"] });
  const statuses: string[] = [];
  client.on("connection.status", ({ data }) => void statuses.push(`${data.status} ${data.transport}`));
  const connected = client.connect();
  await untilFake(() => client.getTransport() === "sse" && client.getConnectionStatus() === "connected");
  await connected;
  gateway.letThrough = true;
  statuses.splice(0);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(statuses).toEqual(["connected websocket"]);
  const socket = gateway.sockets.at(-1)!;
  expect(socket.of("subscription")[0]!.data["event_types"]).toEqual(["trading.*"]);
  expect(client.getTransport()).toBe("websocket");
});

async function untilFake(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((done) => setImmediate(done));
  }
}

test.each([
  [401, "session_expired"],
  [403, "forbidden"],
] as const)("HTTP %i on the stream is %s, and the end", async (status, expected) => {
  const { client, gateway } = await clientBehindAFirewall();
  gateway.streamStatus = status;
  await expect(client.connect()).rejects.toThrow(expected);
  expect(client.getConnectionStatus()).toBe(expected);
});

test("refusals of REST end a command, troubles of the server are tried again under the same id", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  await client.connect();
  const refused = { status: "error", command: "x", result: { code: "insufficient_funds", message: "no" } };
  gateway.answer = () => ({ status: 422, body: refused });
  expect(await client.sendUserCommand("place_order", { symbol: "A" })).toMatchObject({
    status: "error",
    result: { code: "insufficient_funds" },
  });
  gateway.answer = () => ({ status: 403, body: { title: "Forbidden" } });
  expect(await client.sendUserCommand("place_order", { symbol: "A" })).toMatchObject({ result: { code: "forbidden" } });
  gateway.commands.splice(0);
  gateway.answer = (command) =>
    gateway.commands.length < 2
      ? { status: 502, body: {} }
      : { status: 200, body: { status: "success", command, result: {} } };
  const answer = await client.sendUserCommand("get_portfolio", {}, { attemptTimeoutMs: 50 });
  expect(answer.status).toBe("success");
  expect(new Set(gateway.commands.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a gateway that is only away for a while is met on a WebSocket again", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  gateway.streamStatus = 503;
  const connected = client.connect();
  await vi.waitFor(() => expect(gateway.streams.length).toBeGreaterThan(1), 5_000);
  gateway.letThrough = true;
  await connected;
  expect(client.getTransport()).toBe("websocket");
});

test("a stream that says why it ends is obeyed as a socket's close code", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  const expired = vi.fn<() => void>();
  client.on("session.expired", expired);
  await client.connect();
  gateway.say({ type: "system", event: "closing", data: { code: 4401 } });
  await vi.waitFor(() => expect(expired).toHaveBeenCalledOnce());
  expect(client.getConnectionStatus()).toBe("session_expired");
  expect(gateway.streams).toHaveLength(1);
});
