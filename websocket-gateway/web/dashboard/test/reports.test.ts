import type { LitElement } from "lit";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

/** The far end of the page's socket. */
class Gateway {
  static last: Gateway;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
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

  close(): void {}

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  wish(): Record<string, unknown> | undefined {
    return this.sent.find((message) => message["event"] === "generate_report");
  }

  tell(progress: object, command_id = this.wish()!["command_id"]): void {
    const data = { actor: "Ada", command_id, command: "generate_report", attempt: 1, state: "running", ...progress };
    this.say({ type: "user", event: "user.command_progress", data });
  }

  answer(status: string, result: object): void {
    const data = { status, command: "generate_report", result };
    this.say({ type: "command_response", event: "generate_report.response", data, correlation_id: this.wish()!["correlation_id"] });
  }
}

const report = { report_id: "report-1", portfolio_id: "depot-1", format: "csv", from: "2008-01-02", to: "2008-03-05", created_at: "2026-03-05T09:30:00Z" };
let made: object[] = [];

async function rest(path: string): Promise<Response> {
  if (path.startsWith("/api/reports/")) {
    return path === "/api/reports/report-1"
      ? Response.json({ ...report, file_name: "depot-1.csv", content_type: "text/csv; charset=utf-8", content: "Tag;Wert\n" })
      : Response.json({ code: "unknown_report", message: "There is no such report" }, { status: 404 });
  }
  if (path.startsWith("/api/reports")) return Response.json({ items: made, next_cursor: null });
  return Response.json({ state: "authenticated", user: { name: "Ada", role: "OWNER", scopes: ["read", "trade", "admin"] } });
}

const text = () => document.querySelector("aa-reports")?.textContent.replaceAll(/\s+/g, " ") ?? "";

const button = (name: string) =>
  [...document.querySelectorAll<HTMLButtonElement>("aa-reports button")].find((found) => found.textContent.trim() === name)!;

const shows = (expected: string) => vi.waitFor(() => expect(text()).toContain(expected), 4_000);

async function order(from = ""): Promise<void> {
  document.querySelector<HTMLInputElement>("aa-reports [name=from]")!.value = from;
  document.querySelector("aa-reports form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(Gateway.last.wish()).toBeDefined());
}

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", rest);
  location.hash = "#/depot";
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
  await vi.waitFor(() => expect(Gateway.last.sent.some((message) => message["event"] === "get_system_status")).toBe(true));
  Gateway.last.say({ type: "portfolio", event: "portfolio.update", data: { portfolio_id: "depot-1", total_value: 100, positions: [], currency: "USD" } });
  await shows("Noch keine Berichte");
});

beforeEach(() => void Gateway.last.sent.splice(0));

test("how far a report is comes from its own command only, and when it is made it stands in the list", async () => {
  await order("2008-01-02");
  expect(Gateway.last.wish()!["data"]).toEqual({ format: "csv", from: "2008-01-02" });
  await shows("Wartet, bis er an der Reihe ist");
  expect(button("Bericht erstellen").disabled).toBe(true);
  Gateway.last.tell({ percent: 50, doing: "Kennzahlen" });
  await shows("50 % Kennzahlen");
  expect(document.querySelector("progress")!.getAttribute("value")).toBe("50");
  Gateway.last.tell({ percent: 80, doing: "Datei" }, "of-another");
  await (document.querySelector("aa-reports") as LitElement).updateComplete;
  expect(text()).toContain("50 % Kennzahlen");
  Gateway.last.tell({ percent: 0, state: "retrying", next_at: "2026-03-05T09:31:00Z" });
  await shows("neuer Versuch um");
  made = [report];
  Gateway.last.answer("success", { report_id: "report-1" });
  await shows("Der Bericht ist fertig.");
  await shows("02.01.2008 – 05.03.2008");
  expect(document.querySelector("progress")).toBeNull();
});

test("a refusal is told in words, and another report may be asked for", async () => {
  await order();
  expect(Gateway.last.wish()!["data"]).toEqual({ format: "csv" });
  Gateway.last.answer("error", { code: "invalid_period", message: "The period ends before it begins", field: "to" });
  await shows("Der Zeitraum endet, bevor er beginnt.");
  expect(button("Bericht erstellen").disabled).toBe(false);
});

test("a report is saved under the name that the gateway gives it", async () => {
  const saved: string[] = [];
  const blobs: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => (blobs.push(blob as Blob), "blob:1"));
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  button("Speichern").click();
  await vi.waitFor(() => expect(saved).toEqual(["depot-1.csv"]));
  expect(await blobs[0]!.text()).toBe("Tag;Wert\n");
});
