import { beforeAll, expect, test, vi } from "vitest";

const WORTH = "kupfer pferd lampe wolke";
const asked: { method: string; path: string; body: unknown }[] = [];
let answers: (method: string, path: string) => Response = () => Response.json({ state: "setup_required" });

class Gateway {
  static opened = 0;
  constructor() {
    Gateway.opened++;
  }
  send(): void {}
  close(): void {}
}

const text = () => document.body.textContent.replaceAll(/\s+/g, " ");

const button = (name: string) =>
  [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === name)!;

function type(name: string, value: string): void {
  const input = document.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  input.value = value;
  input.dispatchEvent(new Event("input"));
}

const send = () => document.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));

beforeAll(async () => {
  vi.stubGlobal("WebSocket", Gateway);
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    asked.push({ method, path, body: body === undefined ? null : JSON.parse(body) });
    return answers(method, path);
  });
  history.replaceState(null, "", "/einrichten#token=once-only");
  document.body.innerHTML = "<aa-app></aa-app>";
  await import("../src/main.ts");
  await vi.waitFor(() => expect(text()).toContain("Willkommen"));
});

test("the setup link's key leaves the address at once, and nothing is connected yet", () => {
  expect(location.pathname + location.hash).toBe("/einrichten");
  expect(Gateway.opened).toBe(0);
});

test("a password that breaks a rule cannot be sent", async () => {
  type("name", "Ada");
  type("password", "passwort");
  await vi.waitFor(() => expect(text()).toContain("zu schwach"));
  expect(button("Einrichten").disabled).toBe(true);
  send();
  expect(asked.some(({ path }) => path === "/api/setup")).toBe(false);
});

test("what the gateway does not like is told at its field", async () => {
  answers = () => Response.json({ code: "weak_password", message: "too common", field: "password" }, { status: 422 });
  type("password", WORTH);
  await vi.waitFor(() => expect(button("Einrichten").disabled).toBe(false));
  send();
  await vi.waitFor(() => expect(text()).toContain("zu leicht zu erraten"));
  expect(asked.at(-1)).toEqual({ method: "POST", path: "/api/setup", body: { token: "once-only", name: "Ada", password: WORTH } });
  answers = () => Response.json({ code: "wrong_token", message: "no" }, { status: 403 });
  send();
  await vi.waitFor(() => expect(text()).toContain("Dieser Link gilt nicht"));
});

test("after setting up without a session one logs in, and comes to the page", async () => {
  answers = (method, path) => Response.json(path === "/api/session" && method === "GET" ? { state: "anonymous" } : {});
  send();
  await vi.waitFor(() => expect(document.querySelector("aa-login")).not.toBeNull());
  answers = () => Response.json({ code: "wrong_credentials", message: "no" }, { status: 401 });
  type("name", "Ada");
  type("password", "wrong");
  send();
  await vi.waitFor(() => expect(text()).toContain("Name oder Passwort stimmt nicht."));
  answers = () => Response.json({ state: "authenticated", user: { name: "Ada", role: "VIEWER", scopes: ["read"] } });
  send();
  await vi.waitFor(() => expect(document.querySelector("aa-markets")).not.toBeNull());
  expect(Gateway.opened).toBe(1);
  expect(location.pathname).toBe("/");
});

test("a viewer sees no way to give an order", async () => {
  location.hash = "#/orders?symbol=IBM&side=buy";
  await vi.waitFor(() => expect(text()).toContain("Nur zum Ansehen"));
  expect(document.querySelector("aa-order-ticket")).toBeNull();
  expect(text()).toContain("Angemeldet als Ada");
});
