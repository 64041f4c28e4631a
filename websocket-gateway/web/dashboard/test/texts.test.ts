import { afterEach, beforeAll, expect, test } from "vitest";
import { settings } from "../src/settings.ts";
import { de } from "../src/text/de.ts";
import { en } from "../src/text/en.ts";
import { phrase } from "../src/text/phrases.ts";
import { loadTexts, orderStatus, refusal, t } from "../src/text/texts.ts";

beforeAll(() => loadTexts("en"));

afterEach(() => settings.choose({ language: "de" }));

test("every text has the same parameters in both languages", () => {
  const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();
  for (const [key, text] of Object.entries(de)) {
    expect(parameters(en[key as keyof typeof de]), key).toEqual(parameters(text));
  }
});

test("the language can be switched", () => {
  expect(t("date.replay", { day: "04.03.2008" })).toBe("Replay: 04.03.2008");
  expect(t("nav.markets")).toBe("Märkte");
  settings.choose({ language: "en" });
  expect(t("nav.markets")).toBe("Markets");
});

test("what a service names is translated, what is new to the page is shown as it is", () => {
  expect(orderStatus("partially_filled")).toBe("teilweise ausgeführt");
  expect(orderStatus("waiting_for_moon")).toBe("waiting for moon");
  expect(refusal({ code: "insufficient_funds", message: "no money" })).toBe("Dafür reicht das freie Geld nicht.");
  expect(refusal({ code: "brand_new", message: "Something else" })).toBe("Something else");
});

test("reasons of a score are German for German readers", () => {
  expect(phrase("close above SMA 50, below SMA 200")).toBe("Schluss über SMA 50, unter SMA 200");
  expect(phrase("56.1 % of 214 such forecasts right after 20 bars; right at any time: 53.4 %")).toBe(
    "56,1 % von 214 solchen Prognosen trafen nach 20 Handelstagen zu; Grundquote 53,4 %",
  );
  expect(phrase("said in words of its own")).toBe("said in words of its own");
  settings.choose({ language: "en" });
  expect(phrase("SMA 50 above SMA 200")).toBe("SMA 50 above SMA 200");
});
