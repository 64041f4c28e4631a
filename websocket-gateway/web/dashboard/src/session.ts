/**
 * The flow of the page: what it hears from the gateway and where that goes, what it asks for on load and when again.
 * Read this first.
 *
 * Alerts and troubles of services come as `user.notification` too; told once is enough, so those are not heard here.
 */

import { CommandError, type ConnectionStatus, type Message, type Transport, WebSocketEventClient } from "@aktienanalyse/client";
import { object, objects } from "./store/model.ts";
import { advise, order, problem, userNotice } from "./news.ts";
import type { Store } from "./store/store.ts";
import { Trails } from "./trails.ts";

const PRICES_AND_DEPOT = ["market.price_update", "analysis.complete", "portfolio.*", "trading.*"];
const NEWS = ["intelligence.recommendation", "market.alert", "system.*", "user.notification", "user.command_progress"];

/** The events bring the newest figures and value; the answer mends what was missed and the figures they lack. */
const PERFORMANCE_EVERY_MS = 30_000;

const OF_THE_PROTOCOL = /^(connection|subscription)\.|^[a-z_]+$/;

export class Session {
  readonly client: WebSocketEventClient;
  readonly #store: Store;
  readonly #later = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(store: Store, client: WebSocketEventClient) {
    this.#store = store;
    this.client = client;
    client.on("connection.status", ({ data }) => this.#status(data.status, data.transport));
    client.on("market.price_update", ({ data }) => store.quotes.receive(data));
    client.on("analysis.complete", ({ data }) => store.analyses.receive(data));
    client.on("portfolio.update", ({ data }) => store.depot.receive(data));
    client.on("portfolio.position_changed", () => this.#soon("portfolio", 500, () => this.#loadPortfolio()));
    client.on("portfolio.performance", ({ data }) => this.#performance(data));
    client.on("intelligence.recommendation", (message) => this.#advice(message));
    client.on("system.service_status", ({ data }) => store.system.receiveHeartbeat(data, Date.now()));
    client.on("system.error", ({ data }) => store.notices.add(problem(data)));
    client.on("user.notification", ({ data }) => store.notices.add(userNotice(data)));
    client.on("conflated", ({ data }) => store.system.receiveConflated(data));
    client.on("snapshot", ({ data }) => data.command === "get_order_history" && store.orders.receiveOpen(data));
    client.on("gap", () => {
      store.orders.doubt();
      this.#load();
    });
    client.on("*", (message) => this.#any(message));
    client.subscribe([...PRICES_AND_DEPOT, ...NEWS], { snapshot: true, objects: true });
  }

  start(): void {
    void this.client.connect();
    new Trails(this.#store, this.client).start();
  }

  #status(status: ConnectionStatus, transport: Transport): void {
    this.#store.link.become(status, transport);
    // Also after a resume: a list on the page may have been asked for and not answered.
    if (status === "connected") this.#load();
  }

  /** The present state. Events that overtake an answer are newer; the stores sort that out. */
  #load(): void {
    void this.#loadPortfolio();
    void this.#ask("get_recommendations", { limit: 500 }, (result) => {
      const rows = object(result)?.["items"] ?? result;
      for (const row of objects(rows)) this.#store.analyses.receive(row);
    });
    void this.#ask("get_order_history", { limit: 100 }, (result) => this.#store.orders.receiveHistory(result));
    void this.#loadPerformance();
    void this.loadSystem();
  }

  #loadPortfolio(): Promise<void> {
    return this.#ask("get_portfolio", {}, (result) => this.#store.depot.receive(object(result) ?? {}));
  }

  #loadPerformance(): Promise<void> {
    return this.#ask("get_performance", {}, (result) =>
      this.#store.depot.receivePerformance(object(result) ?? {}),
    );
  }

  loadSystem(): Promise<void> {
    return this.#ask("get_system_status", {}, (result) => this.#store.system.receiveStatus(result));
  }

  async #ask(command: string, data: object, take: (result: unknown) => void): Promise<void> {
    try {
      const answer = await this.client.sendUserCommand(command, data);
      if (answer.status === "success") take(answer.result);
    } catch (error) {
      // No answer is what the page already shows: nothing. The next connection asks again.
      if (!(error instanceof CommandError)) throw error;
    }
  }

  #performance(data: object): void {
    this.#store.depot.receivePerformance(data);
    this.#soon("performance", PERFORMANCE_EVERY_MS, () => this.#loadPerformance());
  }

  #advice(message: Message<object>): void {
    const at = message.timestamp ?? new Date().toISOString();
    const advice = this.#store.recommendations.receive(message.data, at);
    if (advice === null) return;
    if (advice.action !== "hold") this.#store.notices.add(advise(advice));
    // An automatic import changes the watchlist.
    if (advice.action === "auto_import") this.#soon("portfolio", 1_500, () => this.#loadPortfolio());
  }

  #any(message: Message): void {
    if (message.type === "client" || message.type === "command_response") return;
    if (message.type !== "error" && !OF_THE_PROTOCOL.test(message.event)) this.#store.system.count(message.event);
    if (!message.event.startsWith("trading.")) return;
    const at = message.timestamp ?? new Date().toISOString();
    const data = message.data as object;
    this.#store.orders.receive(message.event, data, at);
    const notice = order(message.event, data, this.#store);
    if (notice !== null) this.#store.notices.add(notice);
    this.#soon("portfolio", 500, () => this.#loadPortfolio());
  }

  /** However often it is asked for meanwhile, once after the wait. */
  #soon(name: string, waitMs: number, run: () => Promise<void>): void {
    if (this.#later.has(name)) return;
    const timer = setTimeout(() => {
      this.#later.delete(name);
      void run();
    }, waitMs);
    this.#later.set(name, timer);
  }
}
