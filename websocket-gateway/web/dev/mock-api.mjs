/** The REST of the mock gateway: who is logged in, and what the owner's pages show. Everything is made up. */

const AT = "2026-03-05T09:30:00Z";

const letters = [
  {
    group: "auswertung", event_id: "e-71", event_type: "market.bar.closed", subject: "IBM", attempts: 5, parked: false, at: AT,
    service: "auswertung", reason: "IllegalStateException: bar of 2008-03-04 came before 2008-03-03", payload: { symbol: "IBM", close: 113.94 },
  },
  { group: "auswertung", event_id: "e-72", event_type: "market.bar.closed", subject: "IBM", attempts: 0, parked: true, at: AT, service: "auswertung", reason: "waits for e-71", payload: { symbol: "IBM", close: 114.2 } },
  { group: "verwaltung", event_id: "e-80", event_type: "order.executed", subject: "o-17", attempts: 5, parked: false, at: AT, service: "verwaltung", reason: "DepotFull: no room for another position", payload: { order_id: "o-17", quantity: 10 } },
];

const journal = Array.from({ length: 12 }, (_, i) => ({
  event_id: `e-${i}`, event_type: ["market.price.updated", "order.created", "order.executed", "analysis.completed"][i % 4], source: "aktienanalyse", subject: ["IBM", "o-17", "o-17", "XOM"][i % 4],
  correlation_id: `c-${Math.floor(i / 4)}`, causation_id: null, position: `trading.${i % 3}@1700000000000-${40 + i}`, occurred_at: AT, recorded_at: AT, event: { symbol: "IBM", revision: i },
}));

const step = (group, hears, says) => ({ group, verb: "react", hears, says });

const topology = {
  declared: [
    { service: "aktienanalyse", groups: [{ group: "aktienanalyse", steps: [step("aktienanalyse", "market.bar.closed", ["analysis.completed"])], spontaneous: ["market.price.updated"] }] },
    { service: "verwaltung", groups: [{ group: "verwaltung", steps: [step("verwaltung", "market.price.updated", ["order.executed", "portfolio.valued"])], spontaneous: [] }] },
  ],
  seen: [{ who: "aktienanalyse", event_type: "market.price.updated" }],
  never_said: [{ who: "verwaltung", event_type: "portfolio.valued" }],
  unexpectedly_said: [], absent_readers: [], unexpected_readers: [{ group: "versuch", family: "market" }], since: AT,
};

const reports = [{ report_id: "report-1", portfolio_id: "depot-1", format: "csv", from: "2008-01-02", to: "2008-03-05", created_at: AT }];

const percentiles = { p50: 0.4, p95: 2.1, p99: 6.3, max: 19 };

/** `state`: what `/api/session` says at first; `role` of who logs in. */
export function mockApi({ state = "authenticated", role = "OWNER" } = {}) {
  const scopes = { OWNER: ["read", "trade", "admin"], TRADER: ["read", "trade"], VIEWER: ["read"] }[role];
  const user = { name: "Ada", role, scopes };
  const tokens = [{ id: "t-1", name: "Nachtlauf", scopes: ["read"], created_at: AT, last_used_at: AT }, { id: "t-2", name: "Handelsskript", scopes: ["read", "trade"], created_at: AT, last_used_at: null }];
  const replays = [{ replay_id: "r-1", group: "auswertung", client_id: null, from: AT, to: AT, event_type: "market.bar.closed", speed: 0, state: "running", total: 5200, done: 1800, created_at: AT, ended_at: null }];
  let dead = [...letters];
  let now = state;

  const session = () => ({ state: now, user: now === "authenticated" ? user : null, expires_at: now === "authenticated" ? "2026-12-24T18:00:00Z" : null, insecure_lan: false });
  const page = (items) => ({ items, next_cursor: null });
  const matching = (body) => dead.filter((one) => one.group === body.group && (body.event_id ?? one.event_id) === one.event_id && (body.event_type ?? one.event_type) === one.event_type);
  const instruct = (body) => {
    const chosen = matching(body);
    dead = dead.filter((one) => !chosen.includes(one));
    return { instruction_id: "i-1", group: body.group, service: body.group, matching: chosen.length };
  };

  const routes = {
    "GET /api/session": session,
    "POST /api/session": ({ password }) => (password === "falsch" ? [401, { code: "wrong_credentials", message: "Name or password is wrong" }] : ((now = "authenticated"), session())),
    "POST /api/session/confirm": ({ password }) => (password === "falsch" ? [403, { code: "wrong_password", message: "The password is wrong", field: "password" }] : { confirmed_until: "2026-12-24T18:00:00Z" }),
    "DELETE /api/session": () => ((now = "anonymous"), {}),
    "POST /api/setup": ({ token }) => (token === "alt" ? [403, { code: "wrong_token", message: "used", field: "token" }] : ((now = "authenticated"), session())),
    "GET /api/tokens": () => page(tokens),
    "POST /api/tokens": ({ name, scopes: allowed }) => {
      const token = { id: `t-${tokens.length + 1}`, name, scopes: allowed, created_at: AT, last_used_at: null };
      tokens.push(token);
      return { ...token, secret: "akt_3q9v0zX2cB7mLr8TnE5yKw1uHs6dJf4g" };
    },
    "GET /api/users": () => page([{ id: "owner", name: "Ada", role: "OWNER", created_at: AT }, { id: "u-2", name: "Grace", role: "VIEWER", created_at: AT }]),
    "POST /api/users/invitations": ({ name, role: wanted }) => ({ name, role: wanted, link: "http://127.0.0.1:8080/einrichten#token=9xKq2LmTz" }),
    "GET /api/audit": () => page([
      { seq: 3, time: AT, actor: "Ada", login: "s-1", address: "127.0.0.1", action: "token.create", target: "t-1", correlation_id: null, result: "done", hash: "a1" },
      { seq: 2, time: AT, actor: "Ada", login: "s-1", address: "127.0.0.1", action: "command.place_order", target: "order-7", correlation_id: "c-7", result: "insufficient_funds", hash: "b2" },
      { seq: 1, time: AT, actor: null, login: null, address: "10.0.0.7", action: "login", target: "Ada", correlation_id: null, result: "refused", hash: "c3" },
    ]),
    "GET /api/audit/verification": () => ({ whole: true, entries: 3, head: "a1", broken_at: null }),
    "GET /api/bus/dead-letters": () => page(dead),
    "POST /api/bus/dead-letters/retry": instruct,
    "POST /api/bus/dead-letters/discard": instruct,
    "GET /api/bus/journal": () => page(journal),
    "GET /api/bus/routing": () => ({
      rules: [{ pattern: "order.*", targets: ["verwaltung", "auswertung"] }, { pattern: "market.*", targets: ["all_modules"] }],
      targets: [
        { target: "auswertung", service: "auswertung", lag: 12, pending: 3, hears: ["market.bar.closed", "order.executed"], not_routed: [] },
        { target: "verwaltung", service: "verwaltung", lag: 0, pending: 0, hears: ["market.price.updated"], not_routed: ["config.changed"] },
      ],
    }),
    "GET /api/bus/analytics": () => ({
      total_events: 182_340, throughput: 41.2, error_rate: 0.0004, avg_processing_time: 0.9, processing_time: percentiles, since: AT,
      events_by_type: { "market.price.updated": 170_000, "order.executed": 340 }, processing_time_by_type: { "market.price.updated": percentiles },
      events_by_source: { aktienanalyse: 171_000, verwaltung: 11_340 }, processing_time_by_source: { aktienanalyse: percentiles },
    }),
    "GET /api/bus/catalogue": () => ({ events: [{ event_type: "order.executed", delivery: "EVERY", version: "1.0", description: "An order was filled.", said_by: ["verwaltung"], heard_by: ["auswertung"], fields: [{ name: "order_id", type: "string", required: true, description: null, choices: [] }], example: { order_id: "o-17" } }] }),
    "GET /api/bus/schemas": () => page([{ type: "order.executed", kind: "event", versions: [{ version: "1.0", registered_at: AT, breaks: [] }] }]),
    "GET /api/bus/schemas/order.executed": () => ({ type: "order.executed", kind: "event", version: "1.0", registered_at: AT, breaks: [], schema: { type: "object", required: ["order_id"] } }),
    "GET /api/bus/quarantine": () => page([{ number: 1, heard_at: AT, channel: "stock.analysis.completed.IBM", reason: "invalid_field", field: "data.score", explanation: "must be a number", size: 311, text: '{"score": "high"}' }]),
    "GET /api/bus/health-history": () => page([{ instance: "auswertung-1", service: "auswertung", status: "offline", at: AT, silent: true }]),
    "GET /api/reports": () => page(reports),
    "GET /api/reports/report-1": () => ({ ...reports[0], content: "day,value\n2008-01-02,100000.00\n", file_name: "depot-1_2008-01-02_2008-03-05.csv", content_type: "text/csv; charset=utf-8" }),
    "GET /api/bus/topology": () => topology,
    "GET /api/bus/replays": () => page(replays),
    "POST /api/bus/replays": ({ dry_run }) => ({ replay_id: dry_run ? null : "r-2", count: 5200, dry_run: dry_run === true }),
    "GET /api/connections": () => page([{ connection: { client_id: "0a4e7c12", user: "Ada", address: "127.0.0.1", display_name: "desk", seconds: 312, waiting: 0, blocked_for_ms: 0, silent_for_seconds: 3, delivered: 18_234, conflated: 120, shed: 0 }, event_types: ["market.*", "trading.*"] }]),
  };

  return {
    say: (next) => (now = next),
    /** False when the path is none of ours. */
    async serve(request, response) {
      const { pathname } = new URL(request.url, "http://x");
      if (!pathname.startsWith("/api/")) return false;
      let text = "";
      for await (const piece of request) text += piece;
      const route = routes[`${request.method} ${pathname}`] ?? (/^(DELETE|PUT|POST) \/api\/(tokens|bus)\//.test(`${request.method} ${pathname}`) ? () => ({}) : null);
      const answer = route === null ? [404, { code: "not_found", message: "nothing here" }] : route(text === "" ? {} : JSON.parse(text));
      const [status, body] = Array.isArray(answer) ? answer : [200, answer];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      return true;
    },
  };
}
