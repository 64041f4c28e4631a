/** A made-up depot for looking at the page. Development only. */

const round = (value, digits = 2) => Number(value.toFixed(digits));

const now = () => new Date().toISOString();

export class Broker {
  constructor(market) {
    this.market = market;
    this.cash = 100_000;
    this.positions = new Map();
    this.orders = [];
    this.answers = new Map();
    this.realised = 0;
    this.daily = [];
    this.revision = 0;
    this.counter = 0;
    for (const [symbol, quantity] of [["AAPL", 4000], ["IBM", 150], ["KO", 700], ["GOOG", 22]]) this.seed(symbol, quantity);
    for (let i = 120; i > 0; i--) this.daily.push(this.valueAt(i));
  }

  seed(symbol, quantity) {
    const share = this.market.find(symbol);
    const price = share.bars.at(-120).close;
    this.book(symbol, quantity, price, 5.95);
    const orderId = `o-${++this.counter}`;
    this.orders.unshift({
      order_id: orderId, client_order_id: `web-${orderId}`, symbol, side: "BUY", order_type: "market", quantity,
      filled_quantity: quantity, remaining_quantity: 0, price: null, stop_price: null, status: "FILLED",
      average_price: price, fees: 5.95, currency: "USD", created_at: new Date(Date.now() - 86_400_000 * this.counter).toISOString(),
      updated_at: now(), revision: 1,
    });
  }

  valueAt(ago) {
    let value = this.cash;
    for (const [symbol, { quantity }] of this.positions) value += quantity * this.market.find(symbol).bars.at(-ago).close;
    return { date: this.market.shares[0].bars.at(-ago).bar_start.slice(0, 10), value: round(value) };
  }

  book(symbol, quantity, price, fees) {
    const held = this.positions.get(symbol) ?? { quantity: 0, cost: 0 };
    if (quantity < 0) this.realised += -quantity * (price - held.cost / held.quantity) - fees;
    const cost = quantity > 0 ? held.cost + quantity * price + fees : held.cost * (1 + quantity / held.quantity);
    this.cash = round(this.cash - quantity * price - fees);
    this.revision++;
    if (held.quantity + quantity === 0) this.positions.delete(symbol);
    else this.positions.set(symbol, { quantity: held.quantity + quantity, cost });
  }

  valuation() {
    const rows = [...this.positions].map(([symbol, { quantity, cost }]) => {
      const share = this.market.find(symbol);
      const price = share.bars.at(-1).close;
      const value = round(quantity * price);
      return {
        symbol, isin: share.isin, name: share.name, quantity, average_cost: round(cost / quantity, 4), price, value,
        change: round(value - cost), change_percent: round((value / cost - 1) * 100), currency: "USD",
      };
    });
    const total = round(this.cash + rows.reduce((sum, row) => sum + row.value, 0));
    for (const row of rows) row.weight = round(row.value / total, 4);
    return {
      portfolio_id: "depot-1", total_value: total, total_change: round(total - 100_000),
      total_change_percent: round((total / 100_000 - 1) * 100), positions_count: rows.length, last_updated: now(),
      positions: rows, cash: this.cash, currency: "USD", revision: this.revision,
    };
  }

  performance() {
    const values = this.daily.map((row) => row.value);
    const [from, to] = [this.daily[0].date, this.daily.at(-1).date];
    const convention = { returns: "simple daily returns, flows taken out", deviation: "sample standard deviation (n-1)", periods_per_year: 252, risk_free: 0, calendar: "market days" };
    const figure = (value) => ({ value, unit: "percent", convention, from, to, observations: values.length - 1, status: "OK" });
    return {
      portfolio_id: "depot-1",
      from, to, provisional: true, total_value: values.at(-1), cash: this.cash,
      figures: {
        total_return: figure(round((values.at(-1) / values[0] - 1) * 100)),
        money_weighted_return: figure(7.31), volatility: figure(14.9), sharpe_ratio: figure(1.18),
        sortino_ratio: figure(1.62), max_drawdown: figure(-6.42),
      },
      top_performers: [], rebalancing_suggestions: [], risk_assessment: "MODERATE", currency: "USD", daily: this.daily, daily_step: 1,
    };
  }

  performanceEvent() {
    const { figures, ...answer } = this.performance();
    const { convention, from, to, observations, status } = figures.total_return;
    return {
      portfolio_id: answer.portfolio_id, top_performers: [], rebalancing_suggestions: [], risk_assessment: "MODERATE", currency: "USD",
      total_value: answer.total_value, as_of: new Date(this.market.day + 86_400_000).toISOString(),
      performance_metrics: { total_return: figures.total_return.value, sharpe_ratio: 1.18, max_drawdown: -6.42, volatility: 14.9 },
      convention: { ...convention, from, to, observations, status },
    };
  }

  /** Bars have closed: fill what waits, value the depot. Returns events. */
  closed() {
    const events = [];
    for (const order of this.orders.filter((known) => known.status === "ACCEPTED" || known.status === "PARTIALLY_FILLED")) {
      const price = this.market.find(order.symbol).bars.at(-1).close;
      if (order.order_type === "limit" && (order.side === "BUY" ? price > order.price : price < order.price)) continue;
      if (order.order_type === "stop" && (order.side === "BUY" ? price < order.stop_price : price > order.stop_price)) continue;
      const rest = order.quantity - order.filled_quantity;
      const quantity = order.quantity >= 500 && order.filled_quantity === 0 ? Math.ceil(rest / 2) : rest;
      const fees = round(4.9 + quantity * price * 0.0005);
      this.book(order.symbol, order.side === "BUY" ? quantity : -quantity, price, fees);
      order.average_price = round(((order.average_price ?? 0) * order.filled_quantity + price * quantity) / (order.filled_quantity + quantity), 4);
      order.filled_quantity += quantity;
      order.remaining_quantity -= quantity;
      order.fees = round((order.fees ?? 0) + fees);
      order.status = order.remaining_quantity === 0 ? "FILLED" : "PARTIALLY_FILLED";
      order.revision++;
      events.push(["trading.order_filled", {
        order_id: order.order_id, client_order_id: order.client_order_id, symbol: order.symbol, side: order.side,
        quantity: order.quantity, last_quantity: quantity, filled_quantity: order.filled_quantity, remaining_quantity: order.remaining_quantity,
        fill_price: price, total_value: round(quantity * price), fees, status: order.status.toLowerCase(),
        filled_at: new Date(this.market.day).toISOString(), execution_id: `x-${++this.counter}`, currency: "USD", revision: order.revision,
      }]);
    }
    this.daily.push({ date: new Date(this.market.day).toISOString().slice(0, 10), value: this.valuation().total_value });
    return events;
  }

  /** The answer to a command and the events it causes; the same id gets the same answer. */
  command(name, data, commandId) {
    const known = this.answers.get(commandId);
    if (known !== undefined) return { answer: known, events: [] };
    const outcome = name === "place_order" ? this.place(data) : this.cancel(data);
    if (commandId) this.answers.set(commandId, outcome.answer);
    return outcome;
  }

  place(data) {
    const refuse = (code, message, field) => ({ answer: { status: "error", result: { code, message, field } }, events: [] });
    const share = this.market.find(data.symbol);
    if (share === undefined) return refuse("unknown_symbol", `Den Wert ${data.symbol} gibt es hier nicht.`, "data.symbol");
    const price = share.bars.at(-1).close;
    const side = data.side.toUpperCase();
    if (side === "BUY" && data.quantity * (data.price ?? price) > this.cash) {
      return refuse("insufficient_funds", `Dafür reicht das Bargeld von ${this.cash.toFixed(2)} USD nicht.`, "data.quantity");
    }
    if (side === "SELL" && data.quantity > (this.positions.get(data.symbol)?.quantity ?? 0)) {
      return refuse("insufficient_holding", "So viele Stück sind nicht im Bestand.", "data.quantity");
    }
    const order = {
      order_id: `o-${++this.counter}`, client_order_id: data.client_order_id, symbol: data.symbol, side,
      order_type: data.order_type, quantity: data.quantity, filled_quantity: 0, remaining_quantity: data.quantity,
      price: data.price ?? null, stop_price: data.stop_price ?? null, status: "ACCEPTED", average_price: null, fees: null,
      currency: "USD", created_at: now(), updated_at: now(), revision: 1,
    };
    this.orders.unshift(order);
    return {
      answer: { status: "success", result: { order_id: order.order_id, status: "accepted", message: "Order placed" } },
      events: [["trading.order_created", { ...order, status: "accepted" }]],
    };
  }

  cancel({ order_id }) {
    const order = this.orders.find((known) => known.order_id === order_id);
    if (order === undefined || order.remaining_quantity === 0 || order.status === "CANCELLED") {
      return { answer: { status: "error", result: { code: "not_cancellable", message: "Die Order ist schon zu Ende." } }, events: [] };
    }
    order.status = "CANCELLED";
    order.revision++;
    return {
      answer: { status: "success", result: { order_id, status: "cancelled" } },
      events: [["trading.order_cancelled", { order_id, symbol: order.symbol, cancel_reason: "Vom Benutzer storniert", remaining_quantity: order.remaining_quantity, cancelled_at: now(), revision: order.revision }]],
    };
  }
}
