import { afterEach, expect, test, vi } from "vitest";
import { ask, pathOf, whenUnauthenticated, whenUnconfirmed } from "../src/api.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  whenUnauthenticated(() => {});
  whenUnconfirmed(async () => false);
});

const says = (status: number, body: string) => vi.stubGlobal("fetch", async () => new Response(body, { status }));

test.each([
  [401, "unauthenticated"],
  [403, "forbidden"],
  [404, "missing"],
  [405, "missing"],
  [429, "too_many"],
  [422, "refused"],
  [503, "failed"],
] as const)("HTTP %i is %s, with the gateway's code, message and field", async (status, trouble) => {
  says(status, '{"code":"weak_password","message":"contains the name","field":"password"}');
  expect(await ask("GET", "/api/x")).toEqual({
    ok: false, trouble, code: "weak_password", message: "contains the name", field: "password",
  });
});

test("lists, nothing and rubbish", async () => {
  says(200, '[{"id":1}]');
  expect(await ask("GET", "/api/x")).toEqual({ ok: true, data: { items: [{ id: 1 }] } });
  says(200, "");
  expect(await ask("DELETE", "/api/x")).toEqual({ ok: true, data: {} });
  says(200, "<html>");
  expect(await ask("GET", "/api/x")).toMatchObject({ ok: false, trouble: "offline" });
  says(500, "<html>");
  expect(await ask("GET", "/api/x")).toMatchObject({ ok: false, trouble: "failed", code: "http_500" });
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("no network");
  });
  expect(await ask("GET", "/api/x")).toMatchObject({ ok: false, trouble: "offline" });
});

test("an answer that nobody is logged in is told, a wrong password is not", async () => {
  const told = vi.fn<() => void>();
  whenUnauthenticated(told);
  says(401, "{}");
  await ask("POST", "/api/session", {});
  expect(told).not.toHaveBeenCalled();
  await ask("GET", "/api/tokens");
  expect(told).toHaveBeenCalledOnce();
});

test("what the password is wanted for is asked again under the same key once it was given, and else told", async () => {
  const keys: (string | undefined)[] = [];
  const answers = [403, 200, 403];
  vi.stubGlobal("fetch", async (_path: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers["Idempotency-Key"]);
    const status = answers.shift()!;
    return Response.json(status === 200 ? { id: "t-1" } : { code: "confirmation_required", message: "Confirm" }, { status });
  });
  const given = [true, false];
  whenUnconfirmed(async () => given.shift()!);
  expect(await ask("POST", "/api/tokens", {})).toEqual({ ok: true, data: { id: "t-1" } });
  expect(await ask("DELETE", "/api/tokens/t-1")).toMatchObject({ ok: false, trouble: "unconfirmed" });
  expect(keys[0]).toBeDefined();
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("what is empty is left out of the address", () => {
  expect(pathOf("/api/a", { limit: 5, cursor: null, symbol: "" })).toBe("/api/a?limit=5");
  expect(pathOf("/api/a", { q: "a&b" })).toBe("/api/a?q=a%26b");
  expect(pathOf("/api/a", {})).toBe("/api/a");
});
