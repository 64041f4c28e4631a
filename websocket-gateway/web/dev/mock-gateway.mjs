/**
 * A gateway that makes everything up, for looking at the page without the suite. Development only.
 *
 *   node dev/mock-gateway.mjs [--port 8099] [--dir ../target/classes/static] [--every 1000] [--quotes 0] [--session authenticated] [--role OWNER]
 *
 * Serves the built page with the strict policy of the real gateway. `--quotes N` adds N price messages a second;
 * `--session setup_required` or `anonymous` begins in front of the door.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";
import { Broker } from "./broker.mjs";
import { Market } from "./market.mjs";
import { mockApi } from "./mock-api.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SERVICES = ["aktienanalyse", "auswertung", "event-bus-service", "orchestrator", "verwaltung", "websocket-gateway"];

export function startMockGateway({ port = 8099, dir = fileURLToPath(new URL("../../target/classes/static", import.meta.url)), every = 1000, quotes = 0, session = "authenticated", role = "OWNER" } = {}) {
  const api = mockApi({ state: session, role });
  const market = new Market();
  const broker = new Broker(market);
  const counts = new Map();
  const watchlist = [
    { symbol: "RRC", reason: "Score 17,2 und bestes Ergebnis im Vergleich", added_at: "2008-02-21T00:00:00Z" },
    { symbol: "XOM", reason: "Auto-Import: Score über 15", added_at: "2008-02-27T00:00:00Z" },
  ];

  const http = createServer(async (request, response) => {
    if (await api.serve(request, response)) return;
    const asked = normalize(new URL(request.url, "http://x").pathname);
    // A view of the page has an address but no file.
    const path = asked.includes(".") ? asked : "/index.html";
    try {
      const body = await readFile(join(dir, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", "content-security-policy": POLICY });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const sockets = new WebSocketServer({ server: http });
  let sequence = 0;

  const broadcast = (event, data) => {
    counts.set(event, (counts.get(event) ?? 0) + 1);
    const [type] = event.split(".");
    const position = event.startsWith("trading") ? `trading.0@1-${++sequence}` : "-";
    const text = JSON.stringify({ type, event, data, timestamp: new Date().toISOString(), source_service: "mock", position });
    for (const socket of sockets.clients) if (socket.readyState === 1) socket.send(text);
  };

  const answers = {
    get_portfolio: () => ({ ...broker.valuation(), buying_power: broker.cash, watchlist }),
    get_recommendations: () => ({ items: market.shares.map((share) => market.analysis(share)), next_cursor: null }),
    get_order_history: () => ({ items: broker.orders, next_cursor: null }),
    get_performance: () => broker.performance(),
    get_price_history: ({ symbol, from = "", to = "9" }) => {
      const bars = market.find(symbol)?.bars ?? [];
      const items = bars.filter(({ bar_start }) => bar_start.slice(0, 10) >= from && bar_start.slice(0, 10) <= to);
      return { items: items.slice(0, 500), next_cursor: null };
    },
    get_system_status: () => ({
      services: Object.fromEntries(SERVICES.map((name) => [name, status(name).status])),
      overall_health: 98,
      instances: SERVICES.map((name) => ({ ...status(name), service: name, last_heard: new Date().toISOString() })),
      analytics: {
        total_events: [...counts.values()].reduce((a, b) => a + b, 0),
        events_by_type: Object.fromEntries(counts),
        processing_time: { p50: 0.4, p95: 2.1, p99: 6.3, max: 19 },
        processing_time_by_type: { "analysis.complete": { p50: 1, p95: 3.2, p99: 5, max: 9 } },
        error_rate: 0.0004,
        throughput: [...counts.values()].reduce((a, b) => a + b, 0) / process.uptime(),
      },
      timestamp: new Date().toISOString(),
    }),
    start_analysis: ({ symbol }) => {
      setTimeout(() => broadcast("analysis.complete", market.analysis(market.find(symbol))), 300);
      return { analysis_id: "a-1", message: "started" };
    },
  };

  const status = (name) => ({
    service_name: name, instance: `${name}-1`, status: name === "orchestrator" ? "degraded" : "online",
    health_score: name === "orchestrator" ? 71 : 100, response_time_ms: Number((0.4 + Math.random() * 3).toFixed(2)), error_rate: name === "orchestrator" ? 0.021 : 0,
    timestamp: new Date().toISOString(),
  });

  sockets.on("connection", (socket) => {
    const send = (message) => socket.send(JSON.stringify({ timestamp: new Date().toISOString(), ...message }));
    send({ type: "system", event: "connection.established", data: { client_id: "mock-1", server_time: new Date().toISOString() } });
    socket.on("message", (raw) => {
      const message = JSON.parse(String(raw));
      const positions = [`trading.0@1-${sequence}`];
      if (message.type === "ping") send({ type: "system", event: "pong", data: { timestamp: new Date().toISOString(), positions } });
      if (message.type === "subscription" && message.event === "subscribe") {
        for (const event_type of message.data.event_types) send({ type: "system", event: "subscription.confirmed", data: { event_type, positions } });
        if (message.data.positions) send({ type: "system", event: "resumed", data: { from: message.data.positions, to: positions, events: 0 } });
        if (message.data.event_types.includes("market.price_update")) for (const share of market.shares) send({ type: "market", event: "market.price_update", data: market.price(share) });
        for (const name of SERVICES) send({ type: "system", event: "system.service_status", data: status(name) });
      }
      if (message.type === "user") command(message, send);
    });
  });

  function command({ event, data, correlation_id, command_id }, send) {
    const reply = (answer) => send({ type: "command_response", event: `${event}.response`, data: { command: event, ...answer }, correlation_id });
    if (event in answers) {
      setTimeout(() => reply({ status: "success", result: answers[event](data) }), 30);
    } else if (event === "generate_report") {
      const told = { actor: "Ada", command_id, command: event, state: "running", attempt: 1 };
      ["Tageswerte", "Kennzahlen", "Datei"].forEach((doing, i) => setTimeout(() => broadcast("user.command_progress", { ...told, percent: 10 + i * 35, doing }), 600 * i));
      setTimeout(() => reply({ status: "success", result: { report_id: "report-1", portfolio_id: "depot-1", format: "csv", days: 44 } }), 2_000);
    } else if (event === "place_order" || event === "cancel_order") {
      const { answer, events } = broker.command(event, data, command_id);
      setTimeout(() => {
        reply(answer);
        for (const [name, fields] of events) broadcast(name, fields);
      }, 350);
    } else {
      send({ type: "error", event: "invalid_command", data: { error: event }, correlation_id });
    }
  }

  let ticks = 0;
  const day = setInterval(() => {
    market.next();
    for (const share of market.shares) {
      broadcast("market.price_update", market.price(share));
      broadcast("market.bar", share.bars.at(-1));
    }
    for (const [event, data] of broker.closed()) broadcast(event, data);
    broadcast("portfolio.update", broker.valuation());
    const share = market.shares[ticks % market.shares.length];
    broadcast("analysis.complete", market.analysis(share));
    if (++ticks % 4 === 0) advise(share);
    if (ticks % 5 === 0) for (const name of SERVICES) broadcast("system.service_status", status(name));
    if (ticks % 10 === 0) broadcast("portfolio.performance", broker.performanceEvent());
  }, every);

  function advise(share) {
    const { score, confidence } = market.analysis(share);
    const action = score > 15 ? "AUTO_IMPORT" : score > 12 ? "BUY" : score < 6 ? "SELL" : score < 9 ? "REDUCE" : "HOLD";
    broadcast("intelligence.recommendation", {
      trigger_type: "performance_comparison",
      analysis_results: { aktienanalyse_score: score, auswertung_performance: Number((score - 9.3).toFixed(2)), current_depot_ranking: broker.positions.has(share.symbol) ? 2 : null },
      recommendation: { action, symbol: share.symbol, reason: `Score ${score} von 20, Rendite im Vergleich ${(score - 9.3).toFixed(1)} %`, confidence },
      affected_systems: ["verwaltung"], missing_modules: ticks % 8 === 0 ? ["auswertung"] : [],
    });
  }

  const extra = quotes === 0 ? null : setInterval(() => {
    for (let i = 0; i < Math.ceil(quotes / 50); i++) {
      const share = market.shares[Math.floor(Math.random() * market.shares.length)];
      const price = market.price(share);
      price.price = Number((price.price * (1 + (Math.random() - 0.5) * 0.004)).toFixed(2));
      broadcast("market.price_update", price);
    }
  }, 20);

  return new Promise((ready) => {
    http.listen(port, "127.0.0.1", () =>
      ready({
        url: `http://127.0.0.1:${http.address().port}/`,
        broadcast,
        session: api.say,
        dropAll: (code = 1001) => sockets.clients.forEach((socket) => socket.close(code)),
        stop: () => {
          clearInterval(day);
          clearInterval(extra);
          for (const socket of sockets.clients) socket.terminate();
          sockets.close();
          http.closeAllConnections();
          return new Promise((done) => http.close(done));
        },
      }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: "string" }, dir: { type: "string" }, every: { type: "string" }, quotes: { type: "string" }, session: { type: "string" }, role: { type: "string" } } });
  const numbers = Object.fromEntries(["port", "every", "quotes"].filter((name) => values[name]).map((name) => [name, Number(values[name])]));
  const mock = await startMockGateway({ ...numbers, ...Object.fromEntries(["dir", "session", "role"].filter((name) => values[name]).map((name) => [name, values[name]])) });
  // oxlint-disable-next-line no-console -- says where to look
  console.log(`Mock-Gateway: ${mock.url}`);
}
