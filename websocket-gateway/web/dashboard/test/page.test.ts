import { beforeAll, beforeEach, expect, test, vi } from "vitest";

/** The far end of the page's socket. */
class Gateway {
  static last: Gateway;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];

  constructor() {
    Gateway.last = this;
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  answer(command: string, status: string, result: object): void {
    const asked = this.sent.findLast((message) => message["event"] === command)!;
    this.say({
      type: "command_response",
      event: `${command}.response`,
      data: { status, command, result },
      correlation_id: asked["correlation_id"],
    });
  }

  commands(): unknown[] {
    return this.sent.filter((message) => message["type"] === "user").map((message) => message["event"]);
  }
}

const text = () => document.body.textContent.replaceAll(/\s+/g, " ");

const button = (name: string) =>
  [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === name)!;

function type(selector: string, value: string): void {
  const input = document.querySelector<HTMLInputElement>(selector)!;
  input.value = value;
  input.dispatchEvent(new Event("input"));
}

async function go(hash: string): Promise<void> {
  location.hash = hash;
  await vi.waitFor(() => expect(document.title).not.toBe(""));
  await new Promise((done) => setTimeout(done, 60));
}

let subscribed: unknown[] = [];

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", async () => Response.json({ state: "authenticated", user: { name: "Ada", role: "OWNER", scopes: ["read", "trade", "admin"] } }));
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
  await vi.waitFor(() => expect(Gateway.last.commands()).toContain("get_system_status"));
  subscribed = Gateway.last.sent.filter(({ type: kind }) => kind === "subscription").map(({ data }) => data);
  Gateway.last.say({
    type: "market",
    event: "market.price_update",
    data: { symbol: "IBM", price: 95.5, change: 1, change_percent: 1.06, timestamp: "2008-03-05T00:00:00Z", source: "replay", currency: "USD", name: "<img src=x onerror=alert(1)>" },
  });
});

beforeEach(() => void Gateway.last.sent.splice(0));

test("on load it subscribes and asks for the present state", async () => {
  await go("#/maerkte");
  await vi.waitFor(() => expect(text()).toContain("95,50"));
  expect(text()).toContain("verbunden");
});

test("a replay is marked with the day at the market, and the depot as paper", () => {
  expect(text()).toContain("Replay: 04.03.2008");
  expect(text()).toContain("Papierdepot");
});

test("what comes from outside is text, never markup", () => {
  expect(document.querySelector("img")).toBeNull();
  expect(text()).toContain("<img src=x");
});

test("the depot shows its worth, and a dash for what is not known", async () => {
  await go("#/depot");
  Gateway.last.say({
    type: "portfolio",
    event: "portfolio.update",
    data: { portfolio_id: "depot-1", total_value: 101234.5, total_change: 1234.5, total_change_percent: 1.23, positions: [], currency: "USD", last_updated: "2026-01-01T00:00:00Z" },
  });
  await vi.waitFor(() => expect(text()).toContain("101.234,50 $"));
  expect(text()).toContain("Bargeld –");
});

test("an order is given in two steps and sent once; what follows a refusal is another order", async () => {
  await go("#/orders?symbol=IBM&side=buy");
  await vi.waitFor(() => expect(document.querySelector("#ticket-quantity")).not.toBeNull(), 4_000);
  type("#ticket-quantity", "1.5");
  button("Weiter zur Prüfung").click();
  await vi.waitFor(() => expect(text()).toContain("Bitte eine Menge größer als 0 angeben"));
  type("#ticket-quantity", "10");
  await new Promise((done) => setTimeout(done, 20));
  button("Weiter zur Prüfung").click();
  await vi.waitFor(() => expect(button("Jetzt kaufen")).toBeDefined());
  expect(Gateway.last.commands()).not.toContain("place_order");
  expect(text()).toContain("955,00 $");

  button("Jetzt kaufen").click();
  await vi.waitFor(() => expect(button("Wird gesendet…").disabled).toBe(true));
  const first = Gateway.last.sent.find((message) => message["event"] === "place_order");
  expect(first).toMatchObject({ data: { symbol: "IBM", side: "buy", quantity: 10, order_type: "market" } });
  expect(first!["expires_at"]).toBeDefined();

  Gateway.last.answer("place_order", "error", { code: "insufficient_funds", message: "no", field: "quantity" });
  await vi.waitFor(() => expect(text()).toContain("Dafür reicht das freie Geld nicht."));
  button("Weiter zur Prüfung").click();
  await vi.waitFor(() => expect(button("Jetzt kaufen")).toBeDefined());
  button("Jetzt kaufen").click();
  await vi.waitFor(() => expect(button("Wird gesendet…")).toBeDefined());
  const second = Gateway.last.sent.findLast((message) => message["event"] === "place_order")!;
  expect(second["command_id"]).not.toBe(first!["command_id"]);
  Gateway.last.answer("place_order", "success", { order_id: "o-1", status: "ACCEPTED" });
  await vi.waitFor(() => expect(text()).toContain("Order angenommen"));
});

test("a fill is told as toast and in the log", async () => {
  Gateway.last.say({
    type: "trading",
    event: "trading.order_filled",
    data: { order_id: "o-1", symbol: "IBM", side: "buy", quantity: 10, last_quantity: 10, filled_quantity: 10, fill_price: 95.5, total_value: 955, fees: 1, status: "filled", filled_at: "2008-03-05T00:00:00Z", execution_id: "x-1", currency: "USD" },
    timestamp: "2026-01-01T00:00:00Z",
  });
  await vi.waitFor(() => expect(document.querySelector(".toast")?.textContent).toContain("Order ausgeführt"));
  await vi.waitFor(() => expect(document.querySelector("[role=log]")?.textContent).toContain("Kauf 10 × 95,50"), 4000);
});

test("an open order is shown however old it is, and not after it has ended in a gap", async () => {
  expect(subscribed).toEqual([expect.objectContaining({ objects: true })]);
  await go("#/orders");
  const snapshot = (items: object[]) =>
    Gateway.last.say({ type: "system", event: "snapshot", data: { command: "get_order_history", items } });
  snapshot([{ order_id: "o-old", symbol: "KO", side: "SELL", quantity: 5, status: "ACCEPTED", working: true, revision: 1 }]);
  const symbols = () => [...document.querySelectorAll("tr[data-working=true] th")].map((cell) => cell.textContent.trim());
  await vi.waitFor(() => expect(symbols()).toContain("KO"), 4_000);
  Gateway.last.say({ type: "system", event: "gap", data: { reason: "trimmed", positions: [], reload: ["get_order_history"] } });
  expect(Gateway.last.commands()).toContain("get_order_history");
  snapshot([]);
  await vi.waitFor(() => expect(symbols()).not.toContain("KO"), 4_000);
});

test("when no answer comes the outcome is called unknown, and orders are locked without a connection", async () => {
  await go("#/orders?symbol=IBM&side=sell");
  await vi.waitFor(() => expect(document.querySelector("#ticket-quantity")).not.toBeNull(), 4_000);
  type("#ticket-quantity", "10");
  await new Promise((done) => setTimeout(done, 20));
  button("Weiter zur Prüfung").click();
  await vi.waitFor(() => expect(button("Jetzt verkaufen")).toBeDefined());
  button("Jetzt verkaufen").click();
  await vi.waitFor(() => expect(button("Wird gesendet…")).toBeDefined());
  Gateway.last.onclose?.({ code: 4401, reason: "" });
  await vi.waitFor(() => expect(button("Erneut senden").disabled).toBe(true));
  expect(text()).toContain("dieselbe Auftragsnummer");
  expect(text()).toContain("Sitzung abgelaufen");
  expect(document.documentElement.dataset["live"]).toBe("false");
  await vi.waitFor(() => expect(text()).toContain("Bitte neu anmelden"), 4000);
  expect(document.querySelector("dialog[open] aa-login")).not.toBeNull();
  expect(text()).toContain("dieselbe Auftragsnummer");
});
