import { expect, test } from "vitest";
import { Orders, isWorking } from "../src/store/orders.ts";

const AT = "2026-01-02T10:00:00Z";

const created = {
  order_id: "o-1",
  client_order_id: "web-1",
  symbol: "IBM",
  side: "buy",
  order_type: "limit",
  quantity: 100,
  price: 90,
  status: "accepted",
  created_at: "2026-01-02T09:59:00Z",
  revision: 1,
};

function filled(quantity: number, total: number, price: number, revision: number) {
  return {
    order_id: "o-1",
    symbol: "IBM",
    side: "buy",
    quantity: 100,
    last_quantity: quantity,
    filled_quantity: total,
    fill_price: price,
    fees: 1,
    status: total === 100 ? "filled" : "partially_filled",
    filled_at: "2008-03-05T00:00:00Z",
    execution_id: `x-${revision}`,
    revision,
  };
}

test("fills add up to quantity, average price and fees", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", created, AT);
  orders.receive("trading.order_filled", filled(40, 40, 89, 2), AT);
  orders.receive("trading.order_filled", filled(60, 100, 90, 3), AT);
  expect(orders.get("o-1")).toMatchObject({
    status: "filled",
    filledQuantity: 100,
    averagePrice: 89.6,
    fees: 2,
    price: 90,
    quantity: 100,
  });
});

test("a fill heard twice counts once", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", created, AT);
  orders.receive("trading.order_filled", filled(40, 40, 89, 2), AT);
  orders.receive("trading.order_filled", filled(40, 40, 89, 2), AT);
  expect(orders.get("o-1")).toMatchObject({ filledQuantity: 40, fees: 1, status: "partially_filled" });
  expect(orders.get("o-1")?.fills).toHaveLength(1);
});

test("a fill that overtakes the creation stays, and the creation tells the rest", () => {
  const orders = new Orders();
  orders.receive("trading.order_filled", filled(100, 100, 89, 2), AT);
  orders.receive("trading.order_created", created, AT);
  expect(orders.get("o-1")).toMatchObject({
    status: "filled",
    orderType: "limit",
    clientOrderId: "web-1",
    createdAt: created.created_at,
    averagePrice: 89,
  });
  expect(orders.byClientId("web-1")?.orderId).toBe("o-1");
});

test("a history that was read before a fill does not take the fill back", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", created, AT);
  orders.receive("trading.order_filled", filled(100, 100, 89, 2), AT);
  orders.receiveHistory({ items: [{ ...created, side: "BUY", filled_quantity: 0, fees: 0 }] });
  expect(orders.get("o-1")).toMatchObject({ status: "filled", filledQuantity: 100, fees: 1 });
});

test("a fill that the history had already is not counted again", () => {
  const orders = new Orders();
  orders.receiveHistory({
    items: [{ ...created, status: "partially_filled", filled_quantity: 40, average_price: 89, fees: 1, revision: 2 }],
  });
  orders.receive("trading.order_filled", filled(40, 40, 89, 2), AT);
  expect(orders.get("o-1")).toMatchObject({ filledQuantity: 40, averagePrice: 89, fees: 1 });
});

test("an ended order stays ended, unless a fill was on its way when it was cancelled", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", created, AT);
  orders.receive("trading.order_cancelled", { order_id: "o-1", symbol: "IBM", cancel_reason: "user", revision: 2 }, AT);
  orders.receive("trading.order_modified", { ...created, status: "accepted" }, AT);
  expect(isWorking(orders.get("o-1")!)).toBe(false);
  orders.receive("trading.order_filled", filled(100, 100, 89, 3), AT);
  expect(orders.get("o-1")).toMatchObject({ status: "filled", reason: "user" });
});

test("what a service leaves out stays unknown", () => {
  const orders = new Orders();
  orders.receiveHistory({ items: [{ order_id: "o-9", symbol: "KO" }, { symbol: "no id" }, null] });
  expect(orders.all).toHaveLength(1);
  expect(orders.get("o-9")).toMatchObject({ symbol: "KO", side: null, averagePrice: null, fees: null });
});

const open = (orderId: string, revision = 1) => ({ ...created, order_id: orderId, revision });

const snapshot = (items: Record<string, unknown>[], next_cursor?: string) => ({
  command: "get_order_history",
  items,
  ...(next_cursor === undefined ? {} : { next_cursor }),
});

test("after a gap no order stays open that has ended meanwhile", () => {
  const orders = new Orders();
  for (const id of ["o-1", "o-2", "o-3"]) orders.receive("trading.order_created", open(id), AT);
  orders.doubt();
  orders.receive("trading.order_created", open("o-4"), AT);
  orders.receive("trading.order_filled", { ...filled(100, 100, 89, 2), order_id: "o-3" }, AT);
  orders.receiveOpen(snapshot([open("o-1", 3)]));
  expect(orders.all.map(({ orderId, status }) => [orderId, status])).toEqual([
    ["o-1", "accepted"],
    ["o-3", "filled"],
    ["o-4", "accepted"],
  ]);
});

test("an open order older than the history is listed, and no older state of one takes a newer back", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", open("o-1"), AT);
  orders.receive("trading.order_filled", filled(100, 100, 89, 2), AT);
  orders.receiveOpen(snapshot([open("o-1"), open("o-0")]));
  expect(orders.all.map(({ orderId, status }) => [orderId, status])).toEqual([
    ["o-1", "filled"],
    ["o-0", "accepted"],
  ]);
});

test("a snapshot that is only the first page says nothing of the orders that it leaves out", () => {
  const orders = new Orders();
  orders.receive("trading.order_created", open("o-1"), AT);
  orders.doubt();
  orders.receiveOpen(snapshot([open("o-2")], "more"));
  expect(orders.all).toHaveLength(2);
});
