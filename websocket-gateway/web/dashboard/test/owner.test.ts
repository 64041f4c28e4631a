import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { mockApi } from "../../dev/mock-api.mjs";

class Gateway {
  send(): void {}
  close(): void {}
}

const asked: { method: string; path: string; body: unknown }[] = [];
const api = mockApi();
/** What the mock does not say. */
let instead: (method: string, path: string) => Response | null = () => null;

async function answer(path: string, init: { method?: string; body?: string } = {}): Promise<Response> {
  const { method = "GET", body } = init;
  asked.push({ method, path, body: body === undefined ? null : JSON.parse(body) });
  const other = instead(method, path);
  if (other !== null) return other;
  let status = 0;
  let said = "";
  const request = { method, url: path, async *[Symbol.asyncIterator]() { yield body ?? ""; } };
  const response = {
    writeHead(code: number) { status = code; return response; },
    end(text: string) { said = text; },
  };
  await api.serve(request as never, response as never);
  return new Response(said, { status });
}

const text = () => document.body.textContent.replaceAll(/\s+/g, " ");

const button = (name: string) =>
  [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === name)!;

async function go(hash: string, expected: string): Promise<void> {
  location.hash = hash;
  await vi.waitFor(() => expect(text()).toContain(expected), 4_000);
}

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", answer);
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
  await vi.waitFor(() => expect(text()).toContain("Angemeldet als Ada"));
});

beforeEach(() => {
  asked.splice(0);
  instead = () => null;
});

test("a dead letter is tried again alone, and a group's only after a question", async () => {
  await go("#/bus", "market.bar.closed");
  expect(text()).toContain("IllegalStateException");
  button("Erneut").click();
  await vi.waitFor(() => expect(text()).toContain("1 werden erneut zugestellt."));
  expect(asked.find(({ method }) => method === "POST")).toMatchObject({
    path: "/api/bus/dead-letters/retry",
    body: { group: "auswertung", event_id: "e-71" },
  });
  asked.splice(0);
  await vi.waitFor(() => expect(text()).not.toContain("IllegalStateException"));
  button("Alle erneut zustellen").click();
  await vi.waitFor(() => expect(text()).toContain("Alle an auswertung?"));
  expect(asked.filter(({ method }) => method === "POST")).toEqual([]);
  button("Ja").click();
  await vi.waitFor(() => expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ group: "auswertung" }));
});

test("discarding needs a reason", async () => {
  await go("#/bus", "order.executed");
  button("Verwerfen").click();
  const form = document.querySelector<HTMLFormElement>("dialog form")!;
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
  form.querySelector("input")!.value = "doppelt";
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() =>
    expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ group: "verwaltung", event_id: "e-80", reason: "doppelt" }),
  );
  await vi.waitFor(() => expect(text()).toContain("Alles zugestellt"));
});

test("the journal is searched by the gateway's own names, and a chain is one click", async () => {
  await go("#/bus/journal", "Ganzer Vorgang");
  document.querySelector<HTMLInputElement>("[name=subject]")!.value = "IBM";
  document.querySelector("aa-journal form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(asked.at(-1)!.path).toBe("/api/bus/journal?subject=IBM&limit=50"));
  button("Ganzer Vorgang").click();
  await vi.waitFor(() => expect(asked.at(-1)!.path).toContain("correlation_id=c-0&oldest_first=true"));
});

test("routing shows who lags, and a rule is changed", async () => {
  await go("#/bus/routing", "Rückstand");
  expect(text()).toContain("config.changed");
  button("Ändern").click();
  await vi.waitFor(() => expect(document.querySelector("[name=targets]")).not.toBeNull());
  document.querySelector<HTMLInputElement>("[name=targets]")!.value = "verwaltung,  intelligence ";
  document.querySelector(".inline-form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() =>
    expect(asked.find(({ method }) => method === "PUT")).toEqual({
      method: "PUT", path: "/api/bus/routing/order.*", body: { targets: ["verwaltung", "intelligence"] },
    }),
  );
});

test("figures, topology and connections", async () => {
  await go("#/bus/auswertung", "182.340");
  await go("#/bus/topologie", "Angekündigt, aber nicht gehört");
  expect(text()).toContain("verwaltung portfolio.valued");
  await go("#/bus/verbindungen", "market.*, trading.*");
  expect(text()).toContain("Ada");
  expect(text()).toContain("18.234");
});

test("the catalogue, what was turned away and why, and who fell silent", async () => {
  await go("#/bus/katalog", "An order was filled.");
  await go("#/bus/quarantaene", "must be a number");
  await go("#/bus/zustaende", "ohne sich abzumelden");
  instead = (_, path) => (path.startsWith("/api/bus/quarantine") ? Response.json({ items: [], next_cursor: null }) : null);
  await go("#/bus/quarantaene", "Nichts abgewiesen");
});

test("a schema is fetched once it is opened", async () => {
  await go("#/bus/schemas", "order.executed");
  expect(asked.some(({ path }) => path.startsWith("/api/bus/schemas/"))).toBe(false);
  const details = document.querySelector<HTMLDetailsElement>("aa-schemas details")!;
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  await vi.waitFor(() => expect(text()).toContain('"required": [ "order_id" ]'));
  expect(asked.at(-1)!.path).toBe("/api/bus/schemas/order.executed?version=1.0");
});

test("a replay is stopped", async () => {
  await go("#/bus/wiederholungen", "1.800 / 5.200");
  button("Anhalten").click();
  await vi.waitFor(() => expect(asked.some(({ path }) => path === "/api/bus/replays/r-1/pause")).toBe(true));
});

test("a token is shown once and revoked after a question", async () => {
  await go("#/einstellungen/tokens", "Nachtlauf");
  document.querySelector<HTMLInputElement>("aa-tokens [name=name]")!.value = "Skript";
  document.querySelector("aa-tokens form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(text()).toContain("akt_3q9v0zX2cB7mLr8TnE5yKw1uHs6dJf4g"));
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ name: "Skript", scopes: ["read"] });
  button("Fertig, ausblenden").click();
  await vi.waitFor(() => expect(text()).not.toContain("akt_3q9v0zX2cB7mLr8TnE5yKw1uHs6dJf4g"));
  button("Widerrufen").click();
  await vi.waitFor(() => expect(text()).toContain("„Nachtlauf“ widerrufen?"));
  button("Ja").click();
  await vi.waitFor(() => expect(asked.some(({ method, path }) => method === "DELETE" && path === "/api/tokens/t-1")).toBe(true));
});

test("users are invited, and the owner cannot be removed", async () => {
  await go("#/einstellungen/benutzer", "Grace");
  expect([...document.querySelectorAll("aa-confirm")]).toHaveLength(1);
  document.querySelector<HTMLInputElement>("aa-users [name=name]")!.value = "Linus";
  document.querySelector("aa-users form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(text()).toContain("/einrichten#token=9xKq2LmTz"));
});

test("the audit log says whether it is whole, and where it is not", async () => {
  await go("#/einstellungen/protokoll", "Kette unversehrt, 3 Einträge");
  expect(text()).toContain("Order gegeben");
  instead = (_, path) => (path === "/api/audit/verification" ? Response.json({ whole: false, entries: 3, broken_at: 2 }) : null);
  button("Kette prüfen").click();
  await vi.waitFor(() => expect(text()).toContain("Kette gebrochen bei 2"));
});

test.each([
  [404, "Noch nicht verfügbar"],
  [403, "Nur für den Eigentümer"],
  [503, "Das Gateway meldet einen Fehler"],
])("HTTP %i instead of a list: %s", async (status, expected) => {
  instead = (_, path) => (path.startsWith("/api/bus/routing") ? Response.json({}, { status }) : null);
  await go("#/maerkte", "Warte auf Kurse");
  await go("#/bus/routing", expected);
});

test("what was shown stays when it cannot be had again", async () => {
  await go("#/bus/auswertung", "182.340");
  instead = (_, path) => (path.startsWith("/api/bus/analytics") ? Response.json({}, { status: 503 }) : null);
  button("Neu laden").click();
  await vi.waitFor(() => expect(text()).toContain("Stand von vorhin."));
  expect(text()).toContain("182.340");
});
