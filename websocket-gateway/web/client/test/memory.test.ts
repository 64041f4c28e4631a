import { expect, test } from "vitest";
import { Delivered } from "../src/delivered.ts";
import { Revisions } from "../src/revisions.ts";

test("the memory of what was told is bounded and covers at least its size", () => {
  const delivered = new Delivered(100);
  for (let i = 0; i < 1_000; i++) expect(delivered.add("e", `trading.0@1-${i}`)).toBe(true);
  for (let i = 900; i < 1_000; i++) expect(delivered.add("e", `trading.0@1-${i}`), String(i)).toBe(false);
  expect(delivered.add("e", "trading.0@1-5")).toBe(true);
});

test("what has no position is never a repetition", () => {
  const delivered = new Delivered();
  for (const position of [undefined, "-", "-"]) expect(delivered.add("market.price_update", position)).toBe(true);
});

test("an older state does not overwrite a newer one", () => {
  const revisions = new Revisions();
  expect(revisions.accept("order:1", { revision: 2 })).toBe(true);
  expect(revisions.accept("order:1", { revision: 1 })).toBe(false);
  expect(revisions.accept("order:1", { revision: 2 })).toBe(true);
  expect(revisions.accept("order:2", { revision: 1 })).toBe(true);
  expect(revisions.accept("order:1", {})).toBe(true);
  revisions.forget();
  expect(revisions.accept("order:1", { revision: 1 })).toBe(true);
});
