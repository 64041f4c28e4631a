import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeSocket } from "./fakes.ts";
import { clientAndServer } from "./fakes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function connected() {
  const pair = clientAndServer({ heartbeat_interval: 600_000 });
  void pair.client.connect();
  pair.server.last.accept();
  return pair;
}

function answer(socket: FakeSocket, status: string, result: object) {
  const { event, correlation_id } = socket.of("user").at(-1)!;
  socket.say({
    type: "command_response",
    event: `${event}.response`,
    data: { status, command: event, result },
    correlation_id,
  });
}

test("a command resolves with its own answer", async () => {
  const { client, server } = connected();
  const first = client.sendUserCommand<{ n: number }>("get_portfolio");
  const second = client.sendUserCommand<{ n: number }>("get_portfolio");
  answer(server.last, "success", { n: 2 });
  const [message] = server.last.of("user");
  server.last.say({
    type: "command_response",
    event: "get_portfolio.response",
    data: { status: "success", command: "get_portfolio", result: { n: 1 } },
    correlation_id: message!.correlation_id,
  });
  expect((await first).result).toEqual({ n: 1 });
  expect((await second).result).toEqual({ n: 2 });
});

test("a refusal is an answer with code, message and field", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" });
  answer(server.last, "error", { code: "insufficient_funds", message: "Zu wenig Geld", field: "quantity" });
  expect(await placed).toEqual({
    status: "error",
    command: "place_order",
    result: { code: "insufficient_funds", message: "Zu wenig Geld", field: "quantity" },
  });
});

test("a refusal of the gateway itself ends the command too", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("nonsense");
  const { correlation_id } = server.last.of("user")[0]!;
  server.last.say({ type: "error", event: "invalid_command", data: { error: "unknown" }, correlation_id });
  expect(await placed).toMatchObject({ status: "error", result: { code: "invalid_command", message: "unknown" } });
});

test("a command that the password is wanted for is a typed error, and nothing was done", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" }, { commandId: "intent-1" });
  answer(server.last, "error", { code: "confirmation_required", message: "Confirm" });
  await expect(placed).rejects.toMatchObject({
    name: "CommandError", failure: "confirmation_required", commandId: "intent-1", outcomeUnknown: false,
  });
  const again = client.sendUserCommand("place_order", { symbol: "AAPL" }, { commandId: "intent-1" });
  answer(server.last, "success", { order_id: "o-1" });
  expect((await again).status).toBe("success");
  expect(new Set(server.last.of("user").map((m) => m.command_id))).toEqual(new Set(["intent-1"]));
});

test("a repeat that the password is wanted for says nothing of the first, whose answer was lost", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" });
  const failed = expect(placed).rejects.toMatchObject({ failure: "confirmation_required", outcomeUnknown: true });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.last.of("user")).toHaveLength(2);
  answer(server.last, "error", { code: "confirmation_required", message: "Confirm" });
  await failed;
});

test("one that was only too early the first time was not done either", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" });
  const failed = expect(placed).rejects.toMatchObject({ failure: "confirmation_required", outcomeUnknown: false });
  answer(server.last, "error", { code: "rate_limited", message: "wait" });
  await vi.advanceTimersByTimeAsync(1_000);
  answer(server.last, "error", { code: "confirmation_required", message: "Confirm" });
  await failed;
});

test("without an answer it is sent again under the same id, then given up", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" }, { commandId: "intent-1" });
  const failed = expect(placed).rejects.toMatchObject({
    failure: "timeout",
    commandId: "intent-1",
    outcomeUnknown: true,
  });
  await vi.advanceTimersByTimeAsync(14_999);
  const sent = server.last.of("user");
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((m) => m.command_id))).toEqual(new Set(["intent-1"]));
  expect(new Set(sent.map((m) => m.correlation_id)).size).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await failed;
});

test("a command whose connection broke is repeated under the same id on the next one", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" });
  const [before] = server.last.of("user");
  server.last.drop();
  await vi.advanceTimersByTimeAsync(500);
  server.last.accept();
  const [after] = server.last.of("user");
  expect(after!.command_id).toBe(before!.command_id);
  answer(server.last, "success", { order_id: "o-1" });
  expect((await placed).result).toEqual({ order_id: "o-1" });
});

test("on a new connection each command is sent once, also one that is given by who hears of the connection", async () => {
  const { client, server } = clientAndServer({ heartbeat_interval: 600_000 });
  client.on("connection.status", ({ data }) => {
    if (data.status === "connected") void client.sendUserCommand("get_portfolio");
  });
  void client.sendUserCommand("get_reports");
  void client.connect();
  server.last.accept();
  expect(server.last.of("user").map(({ event }) => event)).toEqual(["get_reports", "get_portfolio"]);
  server.last.drop();
  await vi.advanceTimersByTimeAsync(500);
  server.last.accept();
  expect(server.last.of("user").map(({ event }) => event)).toEqual(["get_reports", "get_portfolio", "get_portfolio"]);
});

test("an order given without a connection is refused at once, a question waits", async () => {
  const { client, server } = clientAndServer();
  await expect(client.sendUserCommand("place_order")).rejects.toMatchObject({
    failure: "offline",
    outcomeUnknown: false,
  });
  const asked = client.sendUserCommand("get_portfolio");
  void client.connect();
  server.last.accept();
  answer(server.last, "no_data", { message: "Noch kein Depot" });
  expect(await asked).toMatchObject({ status: "no_data", result: { message: "Noch kein Depot" } });
});

test("a command that was sent too fast is sent again a second later", async () => {
  const { client, server } = connected();
  const asked = client.sendUserCommand("get_price_history", { symbol: "AAPL" });
  const { correlation_id } = server.last.of("user")[0]!;
  server.last.say({ type: "error", event: "rate_limited", data: {}, correlation_id });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.last.of("user")).toHaveLength(2);
  answer(server.last, "success", {});
  await expect(asked).resolves.toMatchObject({ status: "success" });
});

test("an answer that is not the owner's last word is asked for again under the same id", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", {}, { commandId: "intent-1" });
  for (const code of ["rate_limited", "bus_unavailable", "timeout"]) {
    answer(server.last, "error", { code, message: "later" });
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(server.last.of("user").map((m) => m.command_id)).toEqual(Array.from({ length: 4 }, () => "intent-1"));
  answer(server.last, "success", { order_id: "o-1" });
  await expect(placed).resolves.toMatchObject({ status: "success" });
});

test("a message larger than the gateway takes is refused here, before it costs the connection", async () => {
  const { client, server } = connected();
  const content = "ü".repeat(40_000);
  await expect(client.sendUserCommand("import_transactions", { content })).rejects.toMatchObject({ failure: "too_big" });
  expect(server.last.of("user")).toHaveLength(0);
});

test("an ended session fails what is under way", async () => {
  const { client, server } = connected();
  const asked = client.sendUserCommand("get_portfolio");
  server.last.drop(4401);
  await expect(asked).rejects.toMatchObject({ failure: "session_expired" });
});

test("a market order says until when it is meant", () => {
  vi.setSystemTime(new Date("2026-01-02T03:04:00Z"));
  const { client, server } = connected();
  void client.sendUserCommand("place_order", {}, { expiresAt: new Date("2026-01-02T03:04:05Z") });
  expect(server.last.of("user")[0]).toMatchObject({ expires_at: "2026-01-02T03:04:05.000Z" });
});

test("a market order without an expiry gets one that ends with the wait for its answer", () => {
  vi.setSystemTime(new Date("2026-01-02T03:04:00Z"));
  const { client, server } = connected();
  void client.sendUserCommand("place_order", { symbol: "AAPL", order_type: "market" }, { timeoutMs: 8_000 });
  void client.sendUserCommand("place_order", { symbol: "AAPL", order_type: "limit" });
  expect(server.last.of("user").map((m) => m.expires_at)).toEqual(["2026-01-02T03:04:08.000Z", undefined]);
});

test("an expiry from now on is told in the server's time when this machine's clock is wrong", () => {
  vi.setSystemTime(new Date("2026-01-02T03:04:00Z"));
  const { client, server } = connected();
  server.last.say({
    type: "system",
    event: "connection.established",
    data: { client_id: "c", server_time: "2026-01-02T04:00:00.000Z" },
  });
  void client.sendUserCommand("place_order", { symbol: "AAPL" }, { expiresInMs: 5_000 });
  expect(server.last.of("user")[0]!.expires_at).toBe("2026-01-02T04:00:05.000Z");
});

test("after the clock of this machine was put right, the next pong puts the expiry right", () => {
  vi.setSystemTime(new Date("2026-01-02T03:04:00Z"));
  const { client, server } = connected();
  const established = { client_id: "c", server_time: "2026-01-02T03:04:00Z" };
  server.last.say({ type: "system", event: "connection.established", data: established });
  vi.setSystemTime(new Date("2026-01-02T02:04:00Z"));
  server.last.say({ type: "system", event: "pong", data: { timestamp: "2026-01-02T03:04:00Z", positions: [] } });
  void client.sendUserCommand("place_order", { symbol: "AAPL" }, { expiresInMs: 5_000 });
  expect(server.last.of("user")[0]!.expires_at).toBe("2026-01-02T03:04:05.000Z");
});

test("a pong that was long on its way says nothing of the clock", async () => {
  vi.setSystemTime(new Date("2026-01-02T03:04:00Z"));
  const { client, server } = connected();
  await vi.advanceTimersByTimeAsync(4_000);
  server.last.say({ type: "system", event: "pong", data: { timestamp: "2026-01-02T03:04:00Z", positions: [] } });
  void client.sendUserCommand("place_order", { symbol: "AAPL" }, { expiresInMs: 5_000 });
  expect(server.last.of("user")[0]!.expires_at).toBe("2026-01-02T03:04:09.000Z");
});

test("a market order is never repeated once it is late, though its answer is still awaited", async () => {
  const { client, server } = connected();
  const placed = client.sendUserCommand("place_order", { symbol: "AAPL" }, { expiresInMs: 3_000, timeoutMs: 20_000 });
  server.last.drop();
  await vi.advanceTimersByTimeAsync(4_000);
  server.last.accept();
  expect(server.last.of("user")).toHaveLength(0);
  const { correlation_id } = server.sockets[0]!.of("user")[0]!;
  const data = { status: "success", command: "place_order", result: { order_id: "o-1" } };
  server.last.say({ type: "command_response", event: "place_order.response", data, correlation_id });
  await expect(placed).resolves.toMatchObject({ status: "success" });
});

test("without a connection only questions and what expires wait; a market order never does", async () => {
  const { client, server } = clientAndServer();
  const limit = { symbol: "AAPL", order_type: "limit", price: 10 } as const;
  const late = client.sendUserCommand("place_order", limit, { expiresInMs: 2_000 });
  const inTime = client.sendUserCommand("place_order", limit, { expiresInMs: 10_000 });
  const market = client.sendUserCommand("place_order", { symbol: "AAPL" }, { expiresInMs: 60_000, whenOffline: "wait" });
  await expect(market).rejects.toMatchObject({ failure: "offline", outcomeUnknown: false });
  const expired = expect(late).rejects.toMatchObject({ failure: "expired", outcomeUnknown: false });
  await vi.advanceTimersByTimeAsync(3_000);
  await expired;
  void client.connect();
  server.last.accept();
  expect(server.last.of("user")).toHaveLength(1);
  answer(server.last, "success", { order_id: "o-2" });
  await expect(inTime).resolves.toMatchObject({ status: "success" });
});

test("a command that was never sent has a known outcome, one that was has not", async () => {
  const { client, server } = clientAndServer();
  const asked = client.sendUserCommand("get_portfolio", {}, { timeoutMs: 1_000 });
  const unsent = expect(asked).rejects.toMatchObject({ failure: "timeout", outcomeUnknown: false });
  await vi.advanceTimersByTimeAsync(1_000);
  await unsent;
  void client.connect();
  server.last.accept();
  const sent = client.sendUserCommand("cancel_order", { order_id: "o" }, { timeoutMs: 1_000 });
  const unknown = expect(sent).rejects.toMatchObject({ failure: "timeout", outcomeUnknown: true });
  await vi.advanceTimersByTimeAsync(1_000);
  await unknown;
});
