import { beforeAll, expect, test, vi } from "vitest";

let session: object = { state: "unknown_user", user: { name: "Mallory", role: "", scopes: [] } };

class Gateway {
  static opened = 0;
  constructor() {
    Gateway.opened++;
  }
  send(): void {}
  close(): void {}
}

const text = () => document.body.textContent.replaceAll(/\s+/g, " ");

const buttons = () => [...document.querySelectorAll("button")].map((button) => button.textContent.trim());

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", async () => Response.json(session));
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
});

test("who has no account here is told by the name that the proxy says", async () => {
  await vi.waitFor(() => expect(text()).toContain("hat Mallory angemeldet, aber hier gibt es kein Konto"));
  expect(document.title).toContain("Kein Konto");
  expect(Gateway.opened).toBe(0);
});

test("whom the proxy signed in comes in, and is told where to sign out", async () => {
  session = { state: "authenticated", signed_in_by: "proxy", user: { name: "Ada", role: "VIEWER", scopes: ["read"] } };
  [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === "Jetzt versuchen")!.click();
  await vi.waitFor(() => expect(text()).toContain("Angemeldet als Ada"));
  expect(text()).toContain("abmelden geht dort");
  expect(buttons()).not.toContain("Abmelden");
  expect(Gateway.opened).toBe(1);
});
