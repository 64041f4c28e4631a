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

  orders(): Record<string, unknown>[] {
    return this.sent.filter(({ event }) => event === "place_order");
  }

  answer(status: string, result: object): void {
    const data = { status, command: "place_order", result };
    const { correlation_id } = this.orders().at(-1)!;
    this.onmessage?.({ data: JSON.stringify({ type: "command_response", event: "place_order.response", data, correlation_id }) });
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | undefined;
}

const UNCONFIRMED = { code: "confirmation_required", message: "Confirm with your password first" };
const asked: Asked[] = [];
let isConfirmed = false;

async function gateway(path: string, init: { method: string; body?: string; headers: Record<string, string> }) {
  const { method, body, headers } = init;
  asked.push({ method, path, body: body === undefined ? null : JSON.parse(body), key: headers["Idempotency-Key"] });
  if (path === "/api/session/confirm") {
    isConfirmed = JSON.parse(body!).password === "richtig";
    return isConfirmed
      ? Response.json({ confirmed_until: "2026-01-01T00:00:00Z" })
      : Response.json({ code: "wrong_password", message: "The password is wrong", field: "password" }, { status: 403 });
  }
  if (path === "/api/session") {
    return Response.json({ state: "authenticated", user: { name: "Ada", role: "OWNER", scopes: ["read", "trade", "admin"] } });
  }
  if (method !== "GET") {
    return isConfirmed ? Response.json({ id: "t-9", secret: "akt_new" }, { status: 201 }) : Response.json(UNCONFIRMED, { status: 403 });
  }
  return Response.json({ items: [], next_cursor: null });
}

const text = () => document.body.textContent.replaceAll(/\s+/g, " ");
const sheet = () => document.querySelector<HTMLDialogElement>("dialog[open]");

const button = (name: string) =>
  [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === name)!;

function type(selector: string, value: string): void {
  const input = document.querySelector<HTMLInputElement>(selector)!;
  input.value = value;
  input.dispatchEvent(new Event("input"));
}

async function give(password: string): Promise<void> {
  await vi.waitFor(() => expect(sheet()).not.toBeNull());
  sheet()!.querySelector<HTMLInputElement>("[name=password]")!.value = password;
  sheet()!.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
}

async function ticket(): Promise<void> {
  location.hash = "#/orders?symbol=IBM&side=buy";
  await vi.waitFor(() => expect(document.querySelector<HTMLInputElement>("#ticket-symbol")?.value).toBe("IBM"), 4_000);
  type("#ticket-quantity", "10");
  await vi.waitFor(() => expect(text()).not.toContain("Mit Wert und Menge erscheint hier der Betrag."));
  button("Weiter zur Prüfung").click();
  await vi.waitFor(() => expect(button("Jetzt kaufen")).toBeDefined());
  button("Jetzt kaufen").click();
  await vi.waitFor(() => expect(Gateway.last.orders()).toHaveLength(1));
}

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", gateway);
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
  await vi.waitFor(() => expect(Gateway.last.sent.length).toBeGreaterThan(0));
});

beforeEach(() => {
  asked.splice(0);
  Gateway.last.sent.splice(0);
  isConfirmed = false;
});

test("an order waits for the password and is sent again under the same id", async () => {
  await ticket();
  Gateway.last.answer("error", UNCONFIRMED);
  await vi.waitFor(() => expect(sheet()?.textContent).toContain("Passwort bestätigen"));
  const input = sheet()!.querySelector<HTMLInputElement>("[name=password]")!;
  expect(document.activeElement).toBe(input);
  expect(document.getElementById(sheet()!.getAttribute("aria-labelledby")!)?.textContent).toBe("Passwort bestätigen");

  await give("falsch");
  await vi.waitFor(() => expect(sheet()!.querySelector("[role=alert]")!.textContent).toBe("Das Passwort stimmt nicht."));
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(Gateway.last.orders()).toHaveLength(1);

  await give("richtig");
  await vi.waitFor(() => expect(Gateway.last.orders()).toHaveLength(2));
  expect(sheet()).toBeNull();
  const [first, second] = Gateway.last.orders();
  expect(second!["command_id"]).toBe(first!["command_id"]);
  expect(second!["data"]).toEqual(first!["data"]);
  Gateway.last.answer("success", { order_id: "o-1", status: "ACCEPTED" });
  await vi.waitFor(() => expect(text()).toContain("Order angenommen"));
  button("Neue Order").click();
  await vi.waitFor(() => expect(document.querySelector("#ticket-symbol")).not.toBeNull());
});

test("who cancels is told that the order was not given, and may give it after all", async () => {
  await ticket();
  Gateway.last.answer("error", UNCONFIRMED);
  await vi.waitFor(() => expect(sheet()).not.toBeNull());
  button("Abbrechen").click();
  await vi.waitFor(() => expect(text()).toContain("Die Order wurde nicht gegeben"));
  expect(sheet()).toBeNull();
  expect(Gateway.last.orders()).toHaveLength(1);
  button("Jetzt kaufen").click();
  await vi.waitFor(() => expect(Gateway.last.orders()).toHaveLength(2));
  Gateway.last.answer("success", { order_id: "o-2", status: "ACCEPTED" });
  await vi.waitFor(() => expect(text()).toContain("Order angenommen"));
});

test("a setting waits for it too, and is sent again under the same key", async () => {
  location.hash = "#/einstellungen/tokens";
  await vi.waitFor(() => expect(document.querySelector("aa-tokens form")).not.toBeNull(), 4_000);
  type("aa-tokens [name=name]", "Skript");
  document.querySelector("aa-tokens form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await give("richtig");
  await vi.waitFor(() => expect(text()).toContain("akt_new"));
  const wishes = asked.filter(({ method, path }) => method === "POST" && path === "/api/tokens");
  expect(wishes).toHaveLength(2);
  expect(wishes[1]).toEqual(wishes[0]);
  expect(wishes[0]!.key).toBeDefined();
});

test("a setting that was not confirmed is told as not done; Escape is a way to cancel", async () => {
  document.querySelector("aa-tokens form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(sheet()).not.toBeNull());
  // What a browser does on Escape.
  sheet()!.close();
  await vi.waitFor(() => expect(text()).toContain("Nicht ausgeführt: Das Passwort wurde nicht bestätigt."));
  expect(asked.filter(({ method, path }) => method === "POST" && path === "/api/tokens")).toHaveLength(1);
});
