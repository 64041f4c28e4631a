import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type ClientConfig, type SocketLike, type SubscribeOptions, WebSocketEventClient } from "../src/index.ts";
import { FakeSocket } from "./fakes.ts";

/** A gateway whose streams and REST work, and whose WebSockets are swallowed until `letThrough`. */
class Gateway {
  readonly streams: { url: URL; headers: IncomingMessage["headers"]; response: ServerResponse }[] = [];
  readonly commands: { name: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  readonly sockets: FakeSocket[] = [];
  letThrough = false;
  streamStatus = 200;
  answer: (name: string) => { status: number; body: object } = (command) => ({
    status: 200,
    body: { status: "success", command, result: { cash: 5 } },
  });
  readonly #http: Server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.#http.listen(0, "127.0.0.1", ready));
    return this;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/ws`;
  }

  readonly open = (): SocketLike => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    setTimeout(() => (this.letThrough ? socket.accept() : socket.drop()));
    return socket;
  };

  say(message: object, id = ""): void {
    const text = `${id === "" ? "" : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
    this.streams.at(-1)!.response.write(text);
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://x");
    if (url.pathname === "/api/events/stream") {
      response.writeHead(this.streamStatus, { "content-type": "text/event-stream" });
      if (this.streamStatus !== 200) response.end();
      else response.write(": hello\n\n");
      this.streams.push({ url, headers: request.headers, response });
      return;
    }
    let body = "";
    for await (const piece of request) body += String(piece);
    const name = url.pathname.split("/").at(-1)!;
    this.commands.push({ name, headers: request.headers, body });
    const answer = this.answer(name);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  }
}

const ends: (() => void)[] = [];

async function clientBehindAFirewall(config: ClientConfig = {}) {
  const gateway = await new Gateway().start();
  const client = new WebSocketEventClient(gateway.url, {
    openSocket: gateway.open,
    backoff: { random: () => 0 },
    fallback: { headers: { Authorization: "Bearer t" } },
    ...config,
  });
  ends.push(() => {
    client.disconnect();
    gateway.stop();
  });
  return { client, gateway };
}

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

test("open orders that a stream does not bring are asked for by another, with the values that come meanwhile", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  client.subscribe(["trading.*", "market.*"], { snapshot: true, objects: true });
  await client.connect();
  gateway.say({ type: "error", event: "snapshot_unavailable", data: { error: "why", field: "data.objects" } });
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2), { timeout: 4_000 });
  for (const { url } of gateway.streams) {
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ objects: "true", snapshot: "true" });
  }
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
  const [{ url, headers }] = gateway.streams as [Gateway["streams"][0]];
  expect(url.searchParams.get("event_types")).toBe("market.*,trading.*");
  expect(url.searchParams.get("snapshot")).toBe("true");
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
  expect(gateway.streams[1]!.url.searchParams.get("positions")).toBe("trading.0@1-2");
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
  expect(gateway.streams[1]!.url.searchParams.get("event_types")).toBe("trading.*,market.*");
  // One subscription wants all shares, so the stream cannot be narrowed.
  expect(gateway.streams[1]!.url.searchParams.has("symbols")).toBe(false);
  client.unsubscribe(["trading.*"]);
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(3));
  expect(gateway.streams[2]!.url.searchParams.get("symbols")).toBe("AAPL");
  expect(client.getConnectionStatus()).toBe("connected");
});

test.each<[string, SubscribeOptions, SubscribeOptions, Record<string, string>]>([
  ["the faster rate", { max_rate_hz: 0.5 }, { max_rate_hz: 4 }, { max_rate_hz: "4" }],
  ["all values, when one wants them", { max_rate_hz: 4 }, {}, {}],
  ["the open orders, when one wants them", { objects: true }, { objects: false }, { objects: "true" }],
  ["no current values, when none wants them", { snapshot: false }, { snapshot: false }, { snapshot: "false" }],
  ["current values, when one leaves that to the gateway", { snapshot: false }, {}, {}],
])("a stream of two subscriptions asks for %s", async (_, first, second, expected) => {
  const { client, gateway } = await clientBehindAFirewall();
  client.subscribe(["trading.*"], first);
  client.subscribe(["market.*"], second);
  await client.connect();
  const { event_types, ...asked } = Object.fromEntries(gateway.streams[0]!.url.searchParams);
  expect(event_types).toBe("trading.*,market.*");
  expect(asked).toEqual(expected);
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
