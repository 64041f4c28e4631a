import { expect, test } from "vitest";
import { marketHref, parseRoute, ticketHref } from "../src/route.ts";

test("links lead where they say", () => {
  expect(parseRoute(marketHref("BRK/B"))).toMatchObject({ view: "maerkte", symbol: "BRK/B" });
  const { view, query } = parseRoute(ticketHref("AT&T", "sell"));
  expect([view, query.get("symbol"), query.get("side")]).toEqual(["orders", "AT&T", "sell"]);
});

test("an address that is none leads to the markets", () => {
  for (const hash of ["", "#", "#/nirgends", "#/maerkte/%E0%A4%A"]) expect(parseRoute(hash).view).toBe("maerkte");
});
