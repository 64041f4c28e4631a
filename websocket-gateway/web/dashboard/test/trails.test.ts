import { beforeEach, expect, test } from "vitest";
import { store } from "../src/store/store.ts";
import { Trails } from "../src/trails.ts";

let asked: string[] = [];
let answers = true;
const client = {
  sendUserCommand: async (_: string, { symbol }: { symbol?: string } = {}) => {
    asked.push(symbol!);
    if (!answers) throw new Error("rate_limited for too long");
    const items = [{ bar_end: "2008-03-03T21:00:00Z", close: 113.94 }, { bar_end: "2008-03-04T21:00:00Z", close: 114.2 }];
    return { status: "success", command: "get_price_history", result: { items } } as const;
  },
};

const page = (now = () => 0) => new Trails(store, client as never, now);

beforeEach(() => {
  asked = [];
  answers = true;
  localStorage.clear();
  store.link.become("connected");
  store.quotes.shown.clear();
  for (const symbol of ["IBM", "XOM"]) {
    store.quotes.receive({ symbol, price: 115, timestamp: "2008-03-05T14:30:00Z" } as never);
  }
});

test("only rows on the screen ask, once, and the next page of this browser not at all", async () => {
  store.quotes.shown.add("IBM");
  const first = page();
  await first.next();
  await first.next();
  expect(asked).toEqual(["IBM"]);
  expect(store.quotes.get("IBM")!.trail.slice(0, 2)).toEqual([113.94, 114.2]);
  await page().next();
  expect(asked).toEqual(["IBM"]);
  store.quotes.shown.add("XOM");
  await first.next();
  expect(asked).toEqual(["IBM", "XOM"]);
});

test("when the user's commands are used up, the lines wait and then come", async () => {
  let now = 0;
  const trails = page(() => now);
  store.quotes.shown.add("XOM");
  answers = false;
  await trails.next();
  answers = true;
  now = 9_999;
  await trails.next();
  expect(asked).toEqual(["XOM"]);
  now = 10_000;
  await trails.next();
  expect(asked).toEqual(["XOM", "XOM"]);
});
