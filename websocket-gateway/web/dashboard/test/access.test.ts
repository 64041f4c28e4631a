import { expect, test, vi } from "vitest";
import type { Answer } from "../src/api.ts";
import { strength, verdicts } from "../src/password.ts";
import { Access } from "../src/store/access.ts";

function accessThatHears(...answers: Answer[]) {
  const ask = vi.fn<(...asked: unknown[]) => Promise<Answer>>(async () => answers.shift()!);
  return { access: new Access(ask as never), ask };
}

const inside = (role: string, scopes: string[] = []): Answer => ({
  ok: true,
  data: { state: "authenticated", user: { name: "Ada", role, scopes }, expires_at: "2026-01-01T00:00:00Z" },
});

const not = (trouble: "missing" | "offline" | "unauthenticated" | "failed"): Answer => ({
  ok: false, trouble, code: trouble, message: "", field: null,
});

test.each([
  ["OWNER", [], true, true],
  ["TRADER", [], true, false],
  ["VIEWER", [], false, false],
  ["owner", ["read", "trade"], true, false],
  ["OWNER", ["read"], false, false],
  ["SOMETHING_NEW", [], false, false],
] as const)("%s with scopes %j", async (role, scopes, mayTrade, isOwner) => {
  const { access } = accessThatHears(inside(role, [...scopes]));
  expect(access.mayTrade).toBe(false);
  await access.load();
  expect([access.mayTrade, access.isOwner]).toEqual([mayTrade, isOwner]);
});

test("behind a gateway without users everybody is the owner", async () => {
  const { access } = accessThatHears(not("missing"));
  await access.load();
  expect([access.state, access.user, access.isOwner]).toEqual(["authenticated", null, true]);
});

test("a gateway that does not answer is no reason to leave the page", async () => {
  const { access } = accessThatHears(not("offline"), inside("OWNER"), not("failed"));
  await access.load();
  expect(access.state).toBe("unreachable");
  await access.load();
  await access.load();
  expect(access.state).toBe("authenticated");
});

test("a session that ends leaves the user's name for the login, and a new one clears it", async () => {
  const { access } = accessThatHears(
    inside("TRADER"),
    { ok: true, data: { state: "anonymous", user: null } },
    { ok: true, data: {} },
    inside("TRADER"),
  );
  await access.load();
  await access.load();
  expect([access.state, access.expired, access.user?.name]).toEqual(["authenticated", true, "Ada"]);
  expect(await access.login("Ada", "secret")).toBeNull();
  expect(access.expired).toBe(false);
});

test("a wrong password is told and changes nothing", async () => {
  const { access, ask } = accessThatHears({ ok: true, data: { state: "anonymous" } }, not("unauthenticated"));
  await access.load();
  expect(await access.login("Ada", "wrong")).toMatchObject({ trouble: "unauthenticated" });
  expect(access.state).toBe("anonymous");
  expect(ask).toHaveBeenLastCalledWith("POST", "/api/session", { name: "Ada", password: "wrong" });
});

test("whom only the proxy knows is told so, and whom it signed in signs out there", async () => {
  const { access } = accessThatHears(
    { ok: true, data: { state: "unknown_user", user: { name: "Mallory", role: "", scopes: [] } } },
    { ok: true, data: { state: "authenticated", signed_in_by: "proxy", user: { name: "Ada", role: "OWNER", scopes: [] } } },
  );
  await access.load();
  expect([access.state, access.user?.name, access.mayTrade]).toEqual(["unknown_user", "Mallory", false]);
  await access.load();
  expect([access.state, access.byProxy, access.isOwner]).toEqual(["authenticated", true, true]);
});

test("logging out works although the session had ended already", async () => {
  const { access } = accessThatHears(inside("OWNER"), not("unauthenticated"));
  await access.load();
  expect(await access.logout()).toBeNull();
  expect([access.state, access.user]).toEqual(["anonymous", null]);
});

test("the rules for passwords are the gateway's", () => {
  const unmet = (password: string, name = "ada-l") =>
    verdicts(password, name).filter(({ met }) => !met).map(({ rule }) => rule);
  expect(unmet("kupfer pferd lampe")).toEqual([]);
  expect(unmet("kurz1")).toEqual(["length"]);
  expect(unmet("abababababab")).toEqual(["varied"]);
  expect(unmet("Passwort123456")).toEqual(["common"]);
  expect(unmet("meine ADA-L und ich")).toEqual(["name"]);
  expect(unmet("💶💷💴💵💳💰💶💷💴💵💳")).toEqual(["length"]);
  // Names of up to three letters are in many words.
  expect(unmet("kanada und mehr", "ada")).toEqual([]);
  expect(unmet("x".repeat(257) + "abcde")).toEqual(["length"]);
});

test("strength grows with length and never calls good what breaks a rule", () => {
  expect(["", "kurz", "passwort12345678901234567890", "kupferpferd7", "kupfer pferd lampe", "kupfer pferd lampe wolke"].map((it) => strength(it, "Ada"))).toEqual([0, 1, 1, 2, 3, 4]);
});
