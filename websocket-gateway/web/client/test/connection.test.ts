import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientAndServer } from "./fakes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("connects again for ever, with growing waits", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  for (let failure = 0; failure < 50; failure++) {
    server.last.drop();
    expect(client.getConnectionStatus()).toBe("connecting");
    await vi.advanceTimersByTimeAsync(30_000);
  }
  expect(server.sockets.length).toBeGreaterThan(50);
  server.last.accept();
  expect(client.getConnectionStatus()).toBe("connected");
});

test("connect() resolves with the first connection, also after failures", async () => {
  const { client, server } = clientAndServer();
  const connected = client.connect();
  server.last.drop();
  await vi.advanceTimersByTimeAsync(500);
  server.last.accept();
  await expect(connected).resolves.toBeUndefined();
});

test("an ended session is told and not knocked at again", async () => {
  const { client, server } = clientAndServer();
  const expired = vi.fn<() => void>();
  client.on("session.expired", expired);
  void client.connect();
  server.last.accept();
  server.last.drop(4401);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(expired).toHaveBeenCalledOnce();
  expect(client.getConnectionStatus()).toBe("session_expired");
  expect(server.sockets).toHaveLength(1);
});

test("after logging in again connect() works", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  server.last.accept();
  server.last.drop(4401);
  void client.connect();
  server.last.accept();
  expect(client.getConnectionStatus()).toBe("connected");
});

test.each([4403, 1008])("%i is the end and fails connect()", async (code) => {
  const { client, server } = clientAndServer();
  const connected = client.connect();
  server.last.drop(code);
  await expect(connected).rejects.toThrow("forbidden");
  await vi.advanceTimersByTimeAsync(600_000);
  expect(server.sockets).toHaveLength(1);
});

test("a gateway that goes away or cuts a slow client is connected to again at once", async () => {
  for (const code of [1000, 1001, 1013]) {
    const { client, server } = clientAndServer();
    void client.connect();
    server.last.accept();
    server.last.drop(code);
    await vi.advanceTimersByTimeAsync(500);
    expect(server.sockets, `after ${code}`).toHaveLength(2);
  }
});

test("a gateway that says too many is left alone for half a minute", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  server.last.accept();
  server.last.drop(4429);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(server.sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.sockets).toHaveLength(2);
});

test("a connection that opens and dies at once does not reset the waits", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  for (const wait of [500, 1000, 2000, 4000]) {
    server.last.accept();
    server.last.drop();
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(client.getConnectionStatus()).toBe("connecting");
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(server.sockets).toHaveLength(5);
});

test("a silent connection is closed and made anew", async () => {
  const { client, server } = clientAndServer({ heartbeat_interval: 10_000 });
  void client.connect();
  const first = server.last;
  first.accept();
  await vi.advanceTimersByTimeAsync(25_000);
  expect(first.closedWith).toBe(4000);
  await vi.advanceTimersByTimeAsync(500);
  expect(server.sockets).toHaveLength(2);
});

test("a socket that was given up cannot disturb its successor", async () => {
  const { client, server } = clientAndServer({ heartbeat_interval: 10_000 });
  void client.connect();
  const first = server.last;
  first.accept();
  await vi.advanceTimersByTimeAsync(25_500);
  server.last.accept();
  first.drop(1006);
  expect(client.getConnectionStatus()).toBe("connected");
  expect(server.sockets).toHaveLength(2);
});

test("an attempt that neither opens nor fails is given up", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  await vi.advanceTimersByTimeAsync(15_500);
  expect(server.sockets).toHaveLength(2);
});

test("disconnect() is final until connect()", async () => {
  const { client, server } = clientAndServer();
  void client.connect();
  server.last.accept();
  client.disconnect();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(server.sockets).toHaveLength(1);
  expect(client.getConnectionStatus()).toBe("disconnected");
});

test("rubbish from the server is told and harms nothing", () => {
  const { client, server } = clientAndServer();
  const errors = vi.fn<() => void>();
  const prices = vi.fn<() => void>();
  client.on("connection.error", errors);
  client.on("market.price_update", prices);
  void client.connect();
  server.last.accept();
  for (const rubbish of ["", "{", "null", "[]", '"x"', '{"type":1,"event":"x"}']) server.last.say(rubbish);
  server.last.say({ type: "market", event: "market.price_update", data: { symbol: "AAPL" } });
  expect(errors).toHaveBeenCalledTimes(6);
  expect(prices).toHaveBeenCalledOnce();
});

test("a handler that throws does not keep others from hearing", () => {
  const reported = vi.fn<() => void>();
  const { client, server } = clientAndServer({ onHandlerError: reported });
  const second = vi.fn<() => void>();
  client.on("market.alert", () => {
    throw new Error("mine");
  });
  const end = client.on("market.alert", second);
  void client.connect();
  server.last.accept();
  server.last.say({ type: "market", event: "market.alert", data: {} });
  expect(second).toHaveBeenCalledOnce();
  expect(reported).toHaveBeenCalledOnce();
  end();
  server.last.say({ type: "market", event: "market.alert", data: {} });
  expect(second).toHaveBeenCalledOnce();
});

test("off() with a handler ends that one, without a handler all of the event", () => {
  const { client, server } = clientAndServer();
  const [first, second, all] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
  client.on("market.alert", first);
  client.on("market.alert", second);
  void client.connect();
  server.last.accept();
  client.on("*", all);
  const alert = () => server.last.say({ type: "market", event: "market.alert", data: {} });
  client.off("market.alert", first);
  client.off("market.bar", second);
  alert();
  expect([first, second, all].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 1]);
  client.off("market.alert");
  alert();
  expect([first, second, all].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 2]);
  client.off("*", all);
  client.on("market.alert", first);
  alert();
  expect([first, second, all].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 2]);
});

test("the server's name for us is the client id", () => {
  const { client, server } = clientAndServer();
  void client.connect();
  server.last.accept();
  expect(client.getClientId()).toBeNull();
  server.last.say({ type: "system", event: "connection.established", data: { client_id: "c-7" } });
  expect(client.getClientId()).toBe("c-7");
});
