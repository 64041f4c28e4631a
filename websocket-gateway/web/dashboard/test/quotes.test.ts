import { expect, test } from "vitest";
import type { PriceUpdate } from "../src/store/model.ts";
import { Quotes } from "../src/store/quotes.ts";

function price(symbol: string, value: number, timestamp = "2008-03-05T00:00:00Z"): PriceUpdate {
  return { symbol, price: value, timestamp, source: "replay", currency: "USD" };
}

function board() {
  const frames: (() => void)[] = [];
  const painted: string[][] = [];
  const quotes = new Quotes((callback) => void frames.push(callback), () => 1000);
  quotes.sink({ paint: (symbols) => void painted.push([...symbols]) });
  const frame = () => frames.splice(0).forEach((run) => run());
  return { quotes, frames, painted, frame };
}

test("a thousand prices before the next frame are painted once, with the newest", () => {
  const { quotes, frames, painted, frame } = board();
  for (let i = 1; i <= 1000; i++) quotes.receive(price(i % 2 === 0 ? "AAPL" : "IBM", i));
  expect(frames).toHaveLength(1);
  expect(painted).toHaveLength(0);
  frame();
  expect(painted).toEqual([["IBM", "AAPL"]]);
  expect(quotes.get("AAPL")?.price).toBe(1000);
});

test("no frame is asked for when nothing moves", () => {
  const { quotes, frames, frame } = board();
  quotes.receive(price("AAPL", 1));
  frame();
  expect(frames).toHaveLength(0);
});

test("an older price never turns a newer one back", () => {
  const { quotes } = board();
  quotes.receive(price("AAPL", 2, "2008-03-06T00:00:00Z"));
  quotes.receive(price("AAPL", 1, "2008-03-05T00:00:00Z"));
  expect(quotes.get("AAPL")?.price).toBe(2);
});

test("a price within a second is newer than the one at its begin", () => {
  const { quotes } = board();
  quotes.receive(price("AAPL", 1, "2008-03-05T09:00:01Z"));
  quotes.receive(price("AAPL", 2, "2008-03-05T09:00:01.001Z"));
  expect(quotes.get("AAPL")?.price).toBe(2);
  expect(quotes.marketTime).toBe("2008-03-05T09:00:01.001Z");
});

test("while it is paused prices are kept and painted afterwards", () => {
  const { quotes, painted, frame } = board();
  quotes.pause(true);
  quotes.receive(price("AAPL", 1));
  frame();
  expect(painted).toHaveLength(0);
  quotes.pause(false);
  frame();
  expect(painted).toEqual([["AAPL"]]);
});

test("direction is that of the last step", () => {
  const { quotes } = board();
  const directions = [10, 11, 10, 10].map((value) => {
    quotes.receive(price("AAPL", value));
    return quotes.get("AAPL")?.direction;
  });
  expect(directions).toEqual([0, 1, -1, 0]);
});

test("the trail is short and takes the past in front", () => {
  const { quotes } = board();
  quotes.receive(price("AAPL", 100));
  quotes.prepend("AAPL", Array.from({ length: 200 }, (_, i) => i));
  const trail = quotes.get("AAPL")!.trail;
  expect(trail).toHaveLength(90);
  expect(trail.slice(-2)).toEqual([199, 100]);
  quotes.receive(price("AAPL", 101));
  expect(quotes.get("AAPL")!.trail).toHaveLength(90);
});

test("the newest time at the market and its source say whether this is a replay", () => {
  const { quotes } = board();
  quotes.receive(price("AAPL", 1, "2008-03-05T00:00:00Z"));
  quotes.receive(price("IBM", 1, "2008-03-04T00:00:00Z"));
  expect(quotes.marketTime).toBe("2008-03-05T00:00:00Z");
  expect(quotes.source).toBe("replay");
});

test("rubbish is no quote", () => {
  const { quotes } = board();
  quotes.receive({ symbol: "", price: 1 } as PriceUpdate);
  quotes.receive({ symbol: "AAPL", price: "1" } as unknown as PriceUpdate);
  expect(quotes.symbols).toEqual([]);
});
