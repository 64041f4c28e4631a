import { beforeEach, expect, test } from "vitest";
import * as format from "../src/format.ts";
import { settings } from "../src/settings.ts";

const NBSP = "\u00a0";

beforeEach(() => settings.choose({ locale: "de-DE", language: "de" }));

test("money and changes are written as in Germany", () => {
  expect(format.money(1234567.5, "EUR")).toBe(`1.234.567,50${NBSP}€`);
  expect(format.money(1234.5, "USD")).toBe(`1.234,50${NBSP}$`);
  expect(format.signedMoney(12.3, "USD")).toBe(`+12,30${NBSP}$`);
  expect(format.signedPercent(-1.234)).toBe(`-1,23${NBSP}%`);
  expect(format.signedPercent(0)).toBe(`0,00${NBSP}%`);
  expect(format.share(0.1234)).toBe(`12,3${NBSP}%`);
});

test("Austria puts the sign of the currency in front", () => {
  settings.choose({ locale: "de-AT" });
  expect(format.money(1234567.5, "EUR")).toBe(`€${NBSP}1.234.567,50`);
});

test("small prices show more places", () => {
  expect(format.price(182.5)).toBe("182,50");
  expect(format.price(0.0123)).toBe("0,0123");
});

test("what is not known is a dash, never a zero", () => {
  for (const write of [format.price, format.signedPercent, format.quantity, format.integer, format.share]) {
    expect(write(null)).toBe("–");
    expect(write(undefined)).toBe("–");
    expect(write(Number.NaN)).toBe("–");
  }
  expect(format.money(null, "USD")).toBe("–");
  expect(format.marketDay(null)).toBe("–");
  expect(format.marketDay("rubbish")).toBe("–");
});

test("an amount without a known currency is still an amount", () => {
  expect(format.money(12, null)).toBe("12,00");
  expect(format.money(12, "no currency")).toBe("12,00");
});

test("the day of a close is the day that ended with it", () => {
  expect(format.closeDay("2008-03-05T00:00:00Z")).toBe("04.03.2008");
  expect(format.closeDay("2008-03-04T21:00:00Z")).toBe("04.03.2008");
  expect(format.marketDay("2008-03-04")).toBe("04.03.2008");
  expect(format.marketTime("2008-03-05T00:00:00Z")).toBe("04.03.2008");
  expect(format.marketTime("2008-03-05T10:30:00Z")).toContain(":30:00");
});

test.each([
  ["1.234,5", 1234.5],
  ["1234,5", 1234.5],
  ["1.234", 1234],
  ["12.345.678,90", 12345678.9],
  [" 10 ", 10],
  ["0,001", 0.001],
  [`1${NBSP}234,5`, 1234.5],
  ["1 234,5", 1234.5],
])("German input %j is %d", (typed, value) => {
  expect(format.parseDecimal(typed, "de-DE")).toBe(value);
});

test.each(["1234.5", "10.5", "1.23", "1,2,3", "1.2345", "", " ", "-5", "1e3", "12a", "1..2", ",5", "5,", "1234567890123456"])(
  "German input %j is refused, not guessed at",
  (typed) => {
    expect(format.parseDecimal(typed, "de-DE")).toBeNull();
  },
);

test("English input has point and comma the other way round", () => {
  expect(format.parseDecimal("1,234.5", "en-GB")).toBe(1234.5);
  expect(format.parseDecimal("1.234,5", "en-GB")).toBeNull();
});

test("ages are short", () => {
  expect([0, 59_999, 60_000, 3_600_000, 90_000_000].map(format.age)).toEqual(["0 s", "59 s", "1 min", "1 h", "1 d"]);
});
