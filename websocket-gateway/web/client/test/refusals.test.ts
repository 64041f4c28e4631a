import { expect, test, vi } from "vitest";
import { SubscriptionError, type WebSocketEventClient } from "../src/index.ts";
import { clientAndServer } from "./fakes.ts";
import { type Asked, type Gateway, clientBehindAFirewall } from "./stream-gateway.ts";

function refusals(client: WebSocketEventClient): SubscriptionError[] {
  const errors: SubscriptionError[] = [];
  client.on("connection.error", ({ data: { error } }) => {
    if (error instanceof SubscriptionError) errors.push(error);
  });
  return errors;
}

/** Refuses on its newest stream what asks for `type`. */
function refuse(gateway: Gateway, type: string, event: string, field: string) {
  const { correlation_id } = gateway.streams.at(-1)!.asked.find(({ event_types }) => event_types.includes(type))!;
  gateway.say({ type: "error", event, correlation_id, data: { error: "why", field } });
}

function confirm(gateway: Gateway) {
  for (const { correlation_id, event_types } of gateway.streams.at(-1)!.asked) {
    for (const event_type of event_types) {
      const data = { event_type, client_id: "c", positions: [] };
      gateway.say({ type: "system", event: "subscription.confirmed", correlation_id, data });
    }
  }
}

const types = (asked: readonly Asked[]) => asked.flatMap(({ event_types }) => event_types);

test.each([
  ["invalid_message_format", "data.max_rate_hz", { max_rate_hz: 5_000 }, ["market.bar", "market.alert"], ["trading.*"]],
  ["invalid_subscription", "data.event_types[1]", {}, ["market.alert"], ["trading.*", "market.bar"]],
  ["too_many_subscriptions", "data.event_types[0]", { symbols: ["A"] }, ["market.bar"], ["trading.*", "market.alert"]],
] as const)("on a stream %s at %s is told, and left out", async (code, field, options, refused, rest) => {
  const { client, gateway } = await clientBehindAFirewall();
  const errors = refusals(client);
  const heard = vi.fn<() => void>();
  client.on("trading.order_filled", heard);
  client.subscribe(["trading.*"], { snapshot: false });
  client.subscribe(["market.bar", "market.alert"], options);
  await client.connect();
  refuse(gateway, "market.bar", code, field);
  await vi.waitFor(() => expect(errors).toHaveLength(1));
  expect(errors[0]).toMatchObject({ code, field, eventTypes: refused, message: `${refused.join(", ")}: why` });
  expect(client.getSubscriptions()).toEqual(rest);

  gateway.say({ type: "trading", event: "trading.order_filled", data: {} });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
  expect(gateway.streams).toHaveLength(1);
  gateway.streams[0]!.response.destroy();
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2), 5_000);
  expect(types(gateway.streams[1]!.asked)).toEqual(rest);
});

test("on a stream current values that do not come leave the subscription", async () => {
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["market.*"] });
  const errors = refusals(client);
  await client.connect();
  refuse(gateway, "market.*", "rate_limited", "data.snapshot");
  await vi.waitFor(() => expect(errors).toHaveLength(1));
  expect(errors[0]).toMatchObject({ code: "rate_limited", holds: true });
  expect(client.getSubscriptions()).toEqual(["market.*"]);
});

test("on a stream a refused change leaves what was there before", async () => {
  const { client, gateway } = await clientBehindAFirewall();
  const errors = refusals(client);
  client.subscribe(["market.*"], { max_rate_hz: 4 });
  const confirmed = vi.fn<() => void>();
  client.on("subscription.confirmed", confirmed);
  await client.connect();
  confirm(gateway);
  await vi.waitFor(() => expect(confirmed).toHaveBeenCalled());
  client.subscribe(["market.*"], { max_rate_hz: 5_000 });
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(2));
  refuse(gateway, "market.*", "invalid_message_format", "data.max_rate_hz");
  await vi.waitFor(() => expect(gateway.streams).toHaveLength(3));
  expect(gateway.streams[2]!.asked).toMatchObject([{ event_types: ["market.*"], max_rate_hz: 4 }]);
  expect(errors).toHaveLength(1);
});

test.each([400, 413, 422])("HTTP %i with a problem ends with its subscriptions, not in a loop", async (status) => {
  const { client, gateway } = await clientBehindAFirewall();
  const errors = refusals(client);
  const body = { code: "invalid_request", message: "is wrong", field: "body" };
  gateway.streamProblem = (asked) => (types(asked).includes("market.*") ? { status, body } : null);
  client.subscribe(["market.*", "trading.*"]);
  await client.connect();
  expect(gateway.streams).toHaveLength(2);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: "invalid_request", field: "body", eventTypes: ["market.*", "trading.*"] });
  expect(client.getSubscriptions()).toEqual([]);
  expect(client.getTransport()).toBe("sse");
});

test("a stream that is refused whatever it asks for is the end", async () => {
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["market.*"] });
  gateway.streamProblem = () => ({ status: 400, body: { code: "invalid_request", message: "never" } });
  await expect(client.connect()).rejects.toThrow("forbidden");
  expect(gateway.streams).toHaveLength(2);
});

test("a 400 of somebody between is no refusal", async () => {
  const { client, gateway } = await clientBehindAFirewall({ event_types: ["market.*"] });
  const errors = refusals(client);
  gateway.streamProblem = () => ({ status: 400, body: { title: "a proxy" } });
  const connected = client.connect();
  await vi.waitFor(() => expect(gateway.streams.length).toBeGreaterThan(1), 5_000);
  gateway.streamProblem = () => null;
  await connected;
  expect(errors).toEqual([]);
  expect(client.getSubscriptions()).toEqual(["market.*"]);
});

test.each([429, 503])("HTTP %i: it stays away as long as Retry-After says", async (status) => {
  const { client, gateway } = await clientBehindAFirewall();
  const waits: (number | undefined)[] = [];
  client.on("connection.status", ({ data }) => {
    if (data.transport === "sse" && data.retryInMs !== undefined) waits.push(data.retryInMs);
  });
  gateway.streamStatus = status;
  gateway.streamHeaders = { "Retry-After": "7" };
  void client.connect();
  await vi.waitFor(() => expect(waits).toEqual([7_000]), 5_000);
});

test("on a socket what is refused is not wanted any more, and a refused change leaves what was there", async () => {
  const { client, server } = clientAndServer();
  client.subscribe(["market.*"], { max_rate_hz: 4 });
  void client.connect();
  server.last.accept();
  const [first] = server.last.of("subscription");
  const said = { event_type: "market.*", client_id: "c", positions: [] };
  server.last.say({ type: "system", event: "subscription.confirmed", correlation_id: first!.correlation_id, data: said });
  client.subscribe(["market.*"], { max_rate_hz: 5_000 });
  client.subscribe(["trading.*"], { max_rate_hz: 5_000 });
  const data = { error: "why", field: "data.max_rate_hz" };
  for (const { correlation_id } of server.last.of("subscription").slice(1)) {
    server.last.say({ type: "error", event: "invalid_message_format", correlation_id, data });
  }
  expect(client.getSubscriptions()).toEqual(["market.*"]);
  client.disconnect();
  void client.connect();
  server.last.accept();
  expect(server.last.of("subscription").map((message) => message.data)).toEqual([
    { event_types: ["market.*"], max_rate_hz: 4 },
  ]);
});
