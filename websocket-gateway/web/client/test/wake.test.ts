// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WebSocketEventClient } from "../src/index.ts";
import { clientAndServer } from "./fakes.ts";

const clients: WebSocketEventClient[] = [];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function clientInABrowser(config: Parameters<typeof clientAndServer>[0] = {}) {
  const pair = clientAndServer({ heartbeat_interval: 600_000, ...config });
  clients.push(pair.client);
  return pair;
}

function connected() {
  const pair = clientInABrowser();
  void pair.client.connect();
  pair.server.last.accept();
  return pair;
}

/** Waits for half a minute before it tries again. */
async function backingOff() {
  const pair = clientInABrowser();
  void pair.client.connect();
  for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 16_000]) {
    pair.server.last.drop();
    await vi.advanceTimersByTimeAsync(wait);
  }
  pair.server.last.drop();
  expect(pair.server.sockets).toHaveLength(7);
  return pair;
}

function become(visibilityState: "visible" | "hidden") {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibilityState);
  document.dispatchEvent(new Event("visibilitychange"));
}

const WAKING: [string, () => void][] = [
  ["shown again", () => become("visible")],
  ["back on a network", () => void dispatchEvent(new Event("online"))],
  ["back from the page cache", () => void dispatchEvent(new Event("pageshow"))],
];

test.each(WAKING)("a page that is %s asks whether its connection still lives, and makes it anew when nobody answers", async (_, wake) => {
  const { server } = connected();
  const [first] = server.sockets;
  become("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(first!.of("ping")).toHaveLength(1);
  wake();
  expect(first!.of("ping")).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(first!.closedWith).toBe(4000);
  await vi.advanceTimersByTimeAsync(500);
  expect(server.sockets).toHaveLength(2);
});

test.each(WAKING)("a page that is %s keeps a connection that answers", async (_, wake) => {
  const { client, server } = connected();
  become("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  wake();
  server.last.say({ type: "system", event: "pong", data: {} });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.sockets).toHaveLength(1);
  expect(client.getConnectionStatus()).toBe("connected");
});

test.each(WAKING)("a page that is %s ends the back-off at once, and begins it anew", async (_, wake) => {
  const { server } = await backingOff();
  wake();
  expect(server.sockets).toHaveLength(8);
  server.last.drop();
  await vi.advanceTimersByTimeAsync(500);
  expect(server.sockets).toHaveLength(9);
  server.last.accept();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.sockets).toHaveLength(9);
});

test("a page that is hidden does not hurry", async () => {
  const { server } = await backingOff();
  become("hidden");
  expect(server.sockets).toHaveLength(7);
});

test("a page that comes back while an attempt is under way does not begin another", () => {
  const { client, server } = clientInABrowser();
  void client.connect();
  for (const [, wake] of WAKING) wake();
  expect(server.sockets).toHaveLength(1);
});

test("on a stream a page that is back on a network tries a WebSocket at once", async () => {
  const stream = { ok: true, status: 200, body: new ReadableStream() } as Response;
  const { client, server } = clientInABrowser({ fallback: { fetch: () => Promise.resolve(stream) } });
  void client.connect();
  for (const wait of [500, 1_000, 2_000]) {
    server.last.drop();
    await vi.advanceTimersByTimeAsync(wait);
  }
  await vi.waitFor(() => expect([client.getTransport(), client.getConnectionStatus()]).toEqual(["sse", "connected"]));
  dispatchEvent(new Event("online"));
  expect(server.sockets).toHaveLength(4);
  server.last.accept();
  expect(client.getTransport()).toBe("websocket");
});

test.each<[string, (pair: ReturnType<typeof connected>) => void]>([
  ["disconnect()", ({ client }) => client.disconnect()],
  ["the end of its session", ({ server }) => server.last.drop(4401)],
])("after %s nothing wakes it, and nothing of it is left behind", async (_, end) => {
  const here = [vi.spyOn(globalThis, "addEventListener"), vi.spyOn(globalThis, "removeEventListener")] as const;
  const onDocument = [vi.spyOn(document, "addEventListener"), vi.spyOn(document, "removeEventListener")] as const;
  const pair = connected();
  pair.server.last.drop();
  void pair.client.connect();
  pair.server.last.accept();
  end(pair);
  for (const [added, removed] of [here, onDocument]) {
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed.mock.calls.map(([name, listener]) => [name, listener])).toEqual(
      added.mock.calls.map(([name, listener]) => [name, listener]),
    );
  }
  for (const [, wake] of WAKING) wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(pair.server.sockets).toHaveLength(2);
  expect(pair.server.last.of("ping")).toHaveLength(1);
});

test("disconnect() in the middle of the back-off holds, whatever the page does", async () => {
  const { client, server } = await backingOff();
  client.disconnect();
  for (const [, wake] of WAKING) wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.sockets).toHaveLength(7);
  expect(client.getConnectionStatus()).toBe("disconnected");
});
