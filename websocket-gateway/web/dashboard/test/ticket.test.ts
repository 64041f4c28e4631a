import { beforeEach, expect, test } from "vitest";
import { settings } from "../src/settings.ts";
import { EMPTY, estimate, fieldOf, newTicketIds, readDraft } from "../src/ticket.ts";

const ids = { commandId: "c", clientOrderId: "web-c" };

beforeEach(() => settings.choose({ locale: "de-DE" }));

test("a draft becomes the data of place_order", () => {
  const draft = { ...EMPTY, symbol: " ibm ", quantity: "1.234,5", orderType: "limit", price: "90,25" } as const;
  expect(readDraft(draft, ids, "depot-1")).toEqual({
    order: {
      symbol: "IBM",
      side: "buy",
      quantity: 1234.5,
      order_type: "limit",
      price: 90.25,
      client_order_id: "web-c",
      portfolio_id: "depot-1",
    },
    errors: {},
  });
});

test("a price that the order type does not use is not sent", () => {
  const { order } = readDraft({ ...EMPTY, symbol: "IBM", quantity: "1", price: "5", stopPrice: "x" }, ids, null);
  expect(order).not.toHaveProperty("price");
  expect(order).not.toHaveProperty("stop_price");
});

test("every field that is wrong is named", () => {
  expect(readDraft({ ...EMPTY, orderType: "stop", quantity: "0" }, ids, null)).toEqual({
    order: null,
    errors: { symbol: "error.symbol", quantity: "error.quantity", stopPrice: "error.price" },
  });
});

test("the estimate takes limit or stop before the last price, and says nothing without any", () => {
  const read = (draft: object) => readDraft({ ...EMPTY, symbol: "IBM", quantity: "10", ...draft }, ids, null).order!;
  expect(estimate(read({}), 90)).toBe(900);
  expect(estimate(read({}), null)).toBeNull();
  expect(estimate(read({ orderType: "limit", price: "80" }), 90)).toBe(800);
  expect(estimate(read({ orderType: "stop", stopPrice: "95" }), 90)).toBe(950);
});

test("no two tickets share their ids", () => {
  const [a, b] = [newTicketIds(), newTicketIds()];
  expect(a.commandId).not.toBe(b.commandId);
  expect(a.clientOrderId).not.toBe(b.clientOrderId);
});

test("a refusal's path leads to its field", () => {
  expect(["quantity", "data.stop_price", "price", "portfolio_id", null].map(fieldOf)).toEqual([
    "quantity",
    "stopPrice",
    "price",
    null,
    null,
  ]);
});
