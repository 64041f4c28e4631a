import { expect, test } from "vitest";
import { Backoff } from "../src/backoff.ts";

test("waits grow from half a second to thirty and never end", () => {
  const backoff = new Backoff({ random: () => 1 });
  const waits = Array.from({ length: 200 }, () => backoff.next());
  expect(waits.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  expect(waits.at(-1)).toBe(30000);
});

test("every wait is spread over the whole range, so that clients do not come back together", () => {
  const draws = [0, 0.5, 0.999];
  const backoff = new Backoff({ random: () => draws.shift()! });
  expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 500, 1998]);
});

test("a good connection forgives the failures before it", () => {
  const backoff = new Backoff({ random: () => 1 });
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBe(500);
});

test("a server that is full is left alone for long at once", () => {
  for (const draw of [0, 0.5, 1]) {
    const backoff = new Backoff({ random: () => draw });
    backoff.slowDown();
    expect(backoff.next()).toBe(15_000 + draw * 15_000);
  }
});

test("what a full server asked for holds for one wait, and a good connection forgives it", () => {
  const backoff = new Backoff({ random: () => 0 });
  backoff.slowDown();
  backoff.next();
  expect(backoff.next()).toBe(0);
  backoff.slowDown();
  backoff.reset();
  expect(backoff.next()).toBe(0);
});
