// Generated from the Java records. Do not edit; rewrite with
//   mvn -pl websocket-gateway -am test -Dtest=TypeScriptTests -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate=true

/** Events as browsers get them, by the message's event. */
export interface BrowserEvents {
  "analysis.complete": AnalysisComplete;
  "intelligence.recommendation": IntelligenceTriggered;
  "market.alert": AlertTriggered;
  "market.bar": BarClosed;
  "market.price_update": PriceUpdated;
  "portfolio.performance": PerformanceUpdated;
  "portfolio.position_changed": PositionChanged;
  "portfolio.rebalancing": RebalancingProposed | RebalancingRequested;
  "portfolio.update": ValuationUpdated;
  "portfolio.value_changed": ValueChanged;
  "system.error": BrowserErrorOccurred;
  "system.performance_alert": PerformanceAlertRaised;
  "system.service_status": StatusReported;
  "trading.order_cancelled": OrderCancelled;
  "trading.order_created": BrowserOrderCreated;
  "trading.order_expired": OrderExpired;
  "trading.order_failed": OrderFailed;
  "trading.order_filled": OrderFilled;
  "trading.order_modified": BrowserOrderModified;
  "user.command_progress": CommandProgressed;
  "user.notification": UserNotified;
}

export type IntelligenceRecommendation = BrowserEvents["intelligence.recommendation"];
export type MarketAlert = BrowserEvents["market.alert"];
export type MarketBar = BrowserEvents["market.bar"];
export type MarketPriceUpdate = BrowserEvents["market.price_update"];
export type PortfolioPerformance = BrowserEvents["portfolio.performance"];
export type PortfolioPositionChanged = BrowserEvents["portfolio.position_changed"];
export type PortfolioRebalancing = BrowserEvents["portfolio.rebalancing"];
export type PortfolioUpdate = BrowserEvents["portfolio.update"];
export type PortfolioValueChanged = BrowserEvents["portfolio.value_changed"];
export type SystemError = BrowserEvents["system.error"];
export type SystemPerformanceAlert = BrowserEvents["system.performance_alert"];
export type SystemServiceStatus = BrowserEvents["system.service_status"];
export type TradingOrderCancelled = BrowserEvents["trading.order_cancelled"];
export type TradingOrderCreated = BrowserEvents["trading.order_created"];
export type TradingOrderExpired = BrowserEvents["trading.order_expired"];
export type TradingOrderFailed = BrowserEvents["trading.order_failed"];
export type TradingOrderFilled = BrowserEvents["trading.order_filled"];
export type TradingOrderModified = BrowserEvents["trading.order_modified"];
export type UserCommandProgress = BrowserEvents["user.command_progress"];
export type UserNotification = BrowserEvents["user.notification"];

/** What a command carries as data, by the message's event. */
export interface Commands {
  "cancel_order": CancelOrder;
  "cancel_replay": CancelReplay;
  "check_schema": CheckSchema;
  "delete_route": DeleteRoute;
  "discard_dead_letters": DiscardDeadLetters;
  "dispatch_notification": DispatchNotification;
  "generate_report": GenerateReport;
  "get_analytics": GetAnalytics;
  "get_asyncapi": GetAsyncapi;
  "get_catalogue": GetCatalogue;
  "get_dead_letters": GetDeadLetters;
  "get_event": GetEvent;
  "get_health_history": GetHealthHistory;
  "get_journal": GetJournal;
  "get_order_history": GetOrderHistory;
  "get_performance": GetPerformance;
  "get_portfolio": GetPortfolio;
  "get_price_history": GetPriceHistory;
  "get_quarantine": GetQuarantine;
  "get_recommendations": GetRecommendations;
  "get_replays": GetReplays;
  "get_report": GetReport;
  "get_reports": GetReports;
  "get_routing": GetRouting;
  "get_schema": GetSchema;
  "get_schemas": GetSchemas;
  "get_system_status": GetSystemStatus;
  "get_topology": GetTopology;
  "import_transactions": ImportTransactions;
  "modify_order": ModifyOrder;
  "pause_replay": PauseReplay;
  "place_order": PlaceOrder;
  "refresh_portfolio": RefreshPortfolio;
  "request_rebalancing": RequestRebalancing;
  "reset_routing": ResetRouting;
  "resume_replay": ResumeReplay;
  "retry_dead_letters": RetryDeadLetters;
  "set_route": SetRoute;
  "start_analysis": StartAnalysis;
  "start_replay": StartReplay;
  "subscribe_alerts": SubscribeAlerts;
  "update_position": UpdatePosition;
}

/** What a command came to. A refusal is an answer. */
export type CommandOutcome<R = unknown> =
  | { status: "success"; command: string; result: R }
  | { status: "error"; command: string; result: CommandRefused }
  | { status: "no_data"; command: string; result: NoData };

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Ask with it for the next page; missing on the last one. */
  next_cursor?: string | null;
}

/** Events as they are on the bus, by event_type. */
export interface BusEvents {
  "alerts.triggered": AlertTriggered;
  "cross.system.data.request": DataRequested;
  "cross.system.data.response": DataProvided;
  "cross.system.intelligence.trigger": IntelligenceTriggered;
  "cross.system.performance.request": PerformanceRequested;
  "market.data.realtime": PriceUpdated;
  "market.data.updated": BarClosed;
  "portfolio.cash.changed": CashChanged;
  "portfolio.performance.updated": PerformanceUpdated;
  "portfolio.position.changed": PositionChanged;
  "portfolio.rebalancing.proposed": RebalancingProposed;
  "portfolio.rebalancing.requested": RebalancingRequested;
  "portfolio.valuation.updated": ValuationUpdated;
  "portfolio.value.changed": ValueChanged;
  "stock.analysis.completed": AnalysisCompleted;
  "system.health.alert": PerformanceAlertRaised;
  "system.health.error": ErrorOccurred;
  "system.health.status": StatusReported;
  "trading.order.cancelled": OrderCancelled;
  "trading.order.created": OrderCreated;
  "trading.order.executed": OrderExecuted;
  "trading.order.expired": OrderExpired;
  "trading.order.failed": OrderFailed;
  "trading.order.modified": OrderModified;
  "user.command.completed": CommandCompleted;
  "user.command.progress": CommandProgressed;
  "user.updates": UserNotified;
}

/** An event on the wire: one JSON object, snake_case, decimals with full scale, times ISO-8601 UTC. */
export interface BusMessage<K extends keyof BusEvents = keyof BusEvents> {
  event_type: K;
  /** UUIDv7 for our own, any string up to 128 characters for foreign ones */
  event_id: string;
  timestamp: string;
  /** who said it, `verwaltung.broker-integration` */
  source: string;
  /** of the event's schema, `1.0` */
  version: string;
  data: BusEvents[K];
  /** the Pub/Sub channel */
  routing_key: string;
  /** the client's own id of the command that started all this */
  correlation_id?: string | null;
  /** the event or command that caused this one directly */
  causation_id?: string | null;
  /** the user on whose behalf it happened */
  actor?: string | null;
  /** W3C trace context */
  traceparent?: string | null;
  /** true when it is said again after Redis lost it */
  republished?: boolean | null;
  /** id of the replay it belongs to; no order or notification may come of a replayed event */
  replay?: string | null;
  /** where the bus keeps it: `<family>.<p>@<epoch>-<sequence>`, `latest@<version>` or `-`; null until the bus has taken it */
  position?: string | null;
}

export interface AlertTriggered {
  alert_type: AlertType;
  symbol: string;
  message: string;
  severity: Severity;
  /** the value that crossed the threshold */
  trigger_value: number;
  /** the value when the alert was written */
  current_value: number;
  threshold: number;
  timestamp: string;
  /** the rule, as `subscribe_alerts` lists it */
  rule_id?: string | null;
}

/** The orchestrator asks every module; each answers once within five seconds. */
export interface DataRequested {
  /** `performance_rankings` */
  request_type: string;
  /** ties answers to it; null in the spec's own example, then the event id is meant */
  request_id?: string | null;
}

export interface DataProvided {
  request_id: string;
  /** `aktienanalyse`, `auswertung`, `verwaltung` */
  module: string;
  request_type: string;
  portfolio_id?: string | null;
  rows: ModuleRow[];
}

/** A recommendation, with the figures that led to it. */
export interface IntelligenceTriggered {
  /** the rule that decided, `performance_comparison` */
  trigger_type: string;
  analysis_results?: AnalysisResults | null;
  recommendation: CrossSystemRecommended;
  affected_systems: string[];
  portfolio_id?: string | null;
  /** those that did not answer in time */
  missing_modules?: string[] | null;
  explanation?: string | null;
}

/** Somebody wants the figures said again. */
export interface PerformanceRequested {
  portfolio_id?: string | null;
  symbol?: string | null;
}

/** The newest price of a share. */
export interface PriceUpdated {
  symbol: string;
  isin?: string | null;
  price: number;
  /** close of the bar before; null when there is none */
  previous_price?: number | null;
  /** price − previousPrice, in currency */
  change?: number | null;
  /** change in percent of previousPrice */
  change_percent?: number | null;
  /** shares traded; null when the source does not know it */
  volume?: number | null;
  /** time of the price at its market, not of the message */
  timestamp: string;
  /** the feed: `replay`, `simulation`, `csv`, `alpha_vantage`, `bitpanda` */
  source: string;
  /** ISO 4217; null when the source does not know it */
  currency?: string | null;
  name?: string | null;
}

/** A closed bar. What the source does not know (open, high, low, volume) stays unknown. */
export interface BarClosed {
  symbol: string;
  isin?: string | null;
  /** begin of the bar, inclusive */
  bar_start: string;
  /** end of the bar, exclusive; the close was known from then on */
  bar_end: string;
  /** ISO-8601 duration or period of the bar, `P1D` */
  interval: string;
  /** null when unknown, likewise high, low and volume */
  open?: number | null;
  high?: number | null;
  low?: number | null;
  close: number;
  volume?: number | null;
  currency?: string | null;
  source: string;
  /** whether the figures are adjusted for splits and dividends */
  adjusted: boolean;
  /** true on the last bar of a feed that ends */
  last: boolean;
}

/** Cash came or went other than by a trade. Without it no return could be rebuilt from the journal alone. */
export interface CashChanged {
  portfolio_id: string;
  kind: CashFlowKind;
  /** signed: a deposit is positive */
  amount: number;
  /** cash after it */
  balance: number;
  currency: string;
  /** the share that paid a dividend; null otherwise */
  symbol?: string | null;
  /** the same id twice is the same flow */
  flow_id: string;
  /** in market time: during a replay the day of the replayed bar */
  timestamp: string;
  revision?: number | null;
}

export interface PerformanceUpdated {
  portfolio_id: string;
  performance_metrics: PerformanceMetrics;
  top_performers: TopPerformer[];
  risk_assessment?: RiskAssessment | null;
  rebalancing_suggestions: RebalancingSuggestion[];
  convention?: FigureConvention | null;
  total_value?: number | null;
  currency?: string | null;
  as_of?: string | null;
}

/** A holding was bought, sold or corrected. */
export interface PositionChanged {
  portfolio_id: string;
  symbol: string;
  isin?: string | null;
  action: PositionAction;
  /** held after the change */
  quantity: number;
  /** of the trade that changed it */
  price: number;
  /** quantity × price */
  value: number;
  /** unrealised gain after the change, in currency */
  change: number;
  change_percent: number;
  timestamp: string;
  currency?: string | null;
  /** the trade that caused it; null for corrections */
  execution_id?: string | null;
  revision?: number | null;
}

export interface RebalancingProposed {
  portfolio_id: string;
  suggestions: RebalancingSuggestion[];
  /** how far a weight may stray before it is brought back, 0..1 */
  band?: number | null;
  note?: string | null;
  timestamp: string;
}

export interface RebalancingRequested {
  portfolio_id: string;
  reason?: string | null;
  /** null: equal weights */
  target_weights?: TargetWeight[] | null;
}

/** The whole depot, valued. */
export interface ValuationUpdated {
  portfolio_id: string;
  /** positions and cash */
  total_value: number;
  /** unrealised and realised gain since the start, in currency */
  total_change: number;
  total_change_percent: number;
  positions_count: number;
  last_updated: string;
  positions: Position[];
  cash?: number | null;
  currency?: string | null;
  /** grows with every booking; an older one is ignored */
  revision?: number | null;
}

/** The worth of a depot moved. */
export interface ValueChanged {
  portfolio_id: string;
  previous_value: number;
  current_value: number;
  change: number;
  change_percent: number;
  trigger_reason: TriggerReason;
  timestamp: string;
  currency?: string | null;
}

/** An analysis is done. */
export interface AnalysisCompleted {
  analysis_id: string;
  symbol: string;
  /** 0 (worst) .. 20 (best) */
  score: number;
  /** 0..1 */
  confidence: number;
  technical_indicators?: TechnicalIndicators | null;
  recommendation: Recommendation;
  /** in currency */
  target_price?: number | null;
  risk_level?: RiskLevel | null;
  analysis_type?: AnalysisType | null;
  isin?: string | null;
  currency?: string | null;
  price?: number | null;
  /** time of the last bar that was used */
  as_of?: string | null;
  /** how many bars were used */
  bars?: number | null;
  /** which rules made the score */
  scoring_version?: string | null;
  parts?: ScorePart[] | null;
  completed_at?: string | null;
}

export interface PerformanceAlertRaised {
  alert_type: PerformanceAlertType;
  service_name: string;
  metric_name: string;
  current_value: number;
  threshold: number;
  severity: Severity;
  timestamp: string;
}

export interface ErrorOccurred {
  error_id: string;
  service_name: string;
  error_type: string;
  error_message: string;
  /** stays on the bus; browsers do not get it */
  stack_trace?: string | null;
  severity: Severity;
  user_affected: boolean;
  timestamp: string;
}

/** A heartbeat. */
export interface StatusReported {
  service_name: string;
  status: ServiceStatus;
  /** 0..100 */
  health_score: number;
  /** average time of a reaction lately */
  response_time_ms: number;
  /** failed reactions per reaction, 0..1 */
  error_rate: number;
  timestamp: string;
  additional_info?: unknown | null;
  /** which instance, `verwaltung-1` */
  instance?: string | null;
}

export interface OrderCancelled {
  order_id: string;
  symbol: string;
  cancel_reason: string;
  remaining_quantity?: number | null;
  cancelled_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  revision?: number | null;
}

export interface OrderCreated {
  order_id: string;
  symbol: string;
  order_type: OrderType;
  side: Side;
  quantity: number;
  /** limit; null for a market order */
  price?: number | null;
  /** trigger; null without one */
  stop_price?: number | null;
  /** where the order stands: `pending`, `accepted`, … */
  status: string;
  created_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  isin?: string | null;
  currency?: string | null;
  time_in_force?: TimeInForce | null;
  broker?: string | null;
  revision?: number | null;
}

/** A fill, whole or part. */
export interface OrderExecuted {
  order_id: string;
  symbol: string;
  side: Side;
  /** of this fill */
  quantity: number;
  /** of this fill */
  price: number;
  /** quantity × price, without fees */
  total_value: number;
  /** of this fill, in currency */
  fees?: number | null;
  broker?: string | null;
  execution_status: ExecutionStatus;
  execution_timestamp: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  /** the trade; the same id twice is the same trade */
  execution_id?: string | null;
  isin?: string | null;
  currency?: string | null;
  /** what was ordered */
  order_quantity?: number | null;
  /** of all fills so far (CumQty) */
  filled_quantity?: number | null;
  /** still open (LeavesQty) */
  remaining_quantity?: number | null;
  revision?: number | null;
}

export interface OrderExpired {
  order_id: string;
  symbol: string;
  remaining_quantity?: number | null;
  expired_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  revision?: number | null;
}

/** Refused by us or by the broker. */
export interface OrderFailed {
  order_id: string;
  symbol: string;
  error_code: string;
  error_message: string;
  failed_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  revision?: number | null;
}

/** Quantity or prices of a working order were changed; the fields hold what is valid now. */
export interface OrderModified {
  order_id: string;
  symbol: string;
  order_type: OrderType;
  side: Side;
  quantity: number;
  price?: number | null;
  stop_price?: number | null;
  status: string;
  modified_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  currency?: string | null;
  revision?: number | null;
}

/** The terminal answer to a command that changes state. The gateway makes `command_response` from it. */
export interface CommandCompleted {
  /** whose command it was */
  actor: string;
  /** the client's idempotency key */
  command_id: string;
  command: string;
  status: AnswerStatus;
  /** what `command_response` carries as `result` */
  result: unknown;
}

/** How far a command is that takes long. Its end is told by `user.command.completed`. */
export interface CommandProgressed {
  /** whose command it is */
  actor: string;
  /** the client's idempotency key */
  command_id: string;
  command: string;
  state: JobState;
  /** of this attempt, never less than was told of it before */
  percent: number;
  /** the first is 1; 0 before it begins */
  attempt: number;
  /** what is being done, for people */
  doing?: string | null;
  next_at?: string | null;
}

/** An entry of the user's inbox. */
export interface UserNotified {
  user_id: string;
  notification_id: string;
  title: string;
  message: string;
  severity: Severity;
  link?: string | null;
  timestamp: string;
}

/** `analysis.complete`. */
export interface AnalysisComplete {
  analysis_id: string;
  /** technical when a foreign event does not tell */
  analysis_type: AnalysisType;
  symbol: string;
  result: AnalysisResult;
  /** 0..1 */
  confidence_score: number;
  recommendation: Advice;
  completed_at: string;
  isin?: string | null;
  currency?: string | null;
}

/** `system.error`: without the stack trace, which stays on the bus. */
export interface BrowserErrorOccurred {
  error_id: string;
  service_name: string;
  error_type: string;
  error_message: string;
  severity: Severity;
  user_affected: boolean;
  timestamp: string;
}

/** `trading.order_created`. The spec's client reads `price` and `stop_price` also when there is none. */
export interface BrowserOrderCreated {
  order_id: string;
  symbol: string;
  order_type: OrderType;
  side: BrowserSide;
  quantity: number;
  price?: number | null;
  stop_price?: number | null;
  status: string;
  created_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  isin?: string | null;
  currency?: string | null;
  time_in_force?: TimeInForce | null;
  broker?: string | null;
  revision?: number | null;
}

/** `trading.order_filled`, also for a part. */
export interface OrderFilled {
  order_id: string;
  symbol: string;
  side: BrowserSide;
  /** what was ordered; of this fill when the event does not tell */
  quantity: number;
  /** of all fills so far */
  filled_quantity: number;
  /** of this fill */
  fill_price: number;
  /** of this fill, without fees */
  total_value: number;
  /** of this fill */
  fees?: number | null;
  status: FillStatus;
  filled_at: string;
  /** of this fill (FIX LastQty) */
  last_quantity: number;
  remaining_quantity?: number | null;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  execution_id?: string | null;
  isin?: string | null;
  currency?: string | null;
  broker?: string | null;
  revision?: number | null;
}

/** `trading.order_modified`. */
export interface BrowserOrderModified {
  order_id: string;
  symbol: string;
  order_type: OrderType;
  side: BrowserSide;
  quantity: number;
  price?: number | null;
  stop_price?: number | null;
  status: string;
  modified_at: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  currency?: string | null;
  revision?: number | null;
}

export interface CancelOrder {
  order_id: string;
}

/** What was told stays told. */
export interface CancelReplay {
  replay_id: string;
}

/** Whether a schema could follow the newest one of its type: what would break readers is named with its path. */
export interface CheckSchema {
  type: string;
  schema: unknown;
}

export interface DeleteRoute {
  pattern: string;
}

/** Gives dead letters up: one, those of a type, or all of the group. What is parked behind them runs. */
export interface DiscardDeadLetters {
  group: string;
  event_id?: string | null;
  event_type?: string | null;
  /** is kept with the name of who gave them up */
  reason: string;
}

/** Sends a notification to where the owner has it sent (webhook), now or later. */
export interface DispatchNotification {
  /** the entry of the inbox that it is about */
  notification_id?: string | null;
  title: string;
  message: string;
  severity?: Severity | null;
  /** send it then, not at once */
  not_before?: string | null;
}

/** Several are made at once. How far one is tells `user.command.progress`. */
export interface GenerateReport {
  portfolio_id?: string | null;
  /** `csv` */
  format?: string | null;
  from?: string | null;
  to?: string | null;
  /** make it then, not at once */
  not_before?: string | null;
}

/** How much, of what type, from whom, how long it took. Without times: since the service started. */
export interface GetAnalytics {
  from?: string | null;
  to?: string | null;
}

/** The AsyncAPI 3 document. */
export interface GetAsyncapi {
}

/** Each event for people: class, who says it, who hears it, fields, example. */
export interface GetCatalogue {
}

/** What groups could not take, the newest first. */
export interface GetDeadLetters {
  /** null: of all groups */
  group?: string | null;
  event_type?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

/** One event, what led to it (the first cause first), and what came of it. */
export interface GetEvent {
  event_id: string;
}

/** Changes of status, the newest first. */
export interface GetHealthHistory {
  /** null: of all services */
  service?: string | null;
  from?: string | null;
  to?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

/** Events as they were said, the newest first. */
export interface GetJournal {
  /** `trading.order.executed`, or `trading.order.*` for all that begin so */
  event_type?: string | null;
  subject?: string | null;
  source?: string | null;
  correlation_id?: string | null;
  from?: string | null;
  to?: string | null;
  /** default false */
  oldest_first?: boolean | null;
  limit?: number | null;
  cursor?: string | null;
}

/** Orders, newest first. */
export interface GetOrderHistory {
  portfolio_id?: string | null;
  symbol?: string | null;
  /** only orders in this state */
  status?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

export interface GetPerformance {
  portfolio_id?: string | null;
  from?: string | null;
  to?: string | null;
}

export interface GetPortfolio {
  portfolio_id?: string | null;
}

/** Daily bars of a share, oldest first. */
export interface GetPriceHistory {
  symbol: string;
  from?: string | null;
  to?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

/** Refused foreign messages with the reason, the newest first. */
export interface GetQuarantine {
  limit?: number | null;
  cursor?: string | null;
}

/** The newest analysis per share, best first. */
export interface GetRecommendations {
  symbol?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

/** Replays, the newest first. */
export interface GetReplays {
  limit?: number | null;
  cursor?: string | null;
}

/** A report with its content. */
export interface GetReport {
  report_id: string;
}

/** Reports that were made, the newest first, without their content. */
export interface GetReports {
  portfolio_id?: string | null;
  limit?: number | null;
  cursor?: string | null;
}

/** The routing table, and lag and pending entries per target. */
export interface GetRouting {
}

/** One schema. */
export interface GetSchema {
  /** event type or command */
  type: string;
  /** `1.0`, or `1.0-2` for the second text of that version; null: the newest */
  version?: string | null;
}

/** The schemas of events and commands, with their versions. */
export interface GetSchemas {
  limit?: number | null;
  cursor?: string | null;
}

export interface GetSystemStatus {
}

/** Who says and hears what: declared against seen. */
export interface GetTopology {
}

export interface ImportTransactions {
  portfolio_id?: string | null;
  /** `portfolio_performance` or `aktienanalyse` */
  format?: string | null;
  /** the CSV file's text */
  content: string;
}

/** Changes a working order; what is null stays. */
export interface ModifyOrder {
  order_id: string;
  quantity?: number | null;
  price?: number | null;
  stop_price?: number | null;
}

/** It goes on with `resume_replay`. */
export interface PauseReplay {
  replay_id: string;
}

export interface PlaceOrder {
  symbol: string;
  side: Side;
  quantity: number;
  /** default market */
  order_type?: OrderType | null;
  /** limit in the share's currency; needed for limit and stop_limit */
  price?: number | null;
  /** trigger; needed for stop and stop_limit */
  stop_price?: number | null;
  portfolio_id?: string | null;
  /** the client's own id, comes back on every event of the order */
  client_order_id?: string | null;
  /** default gtc */
  time_in_force?: TimeInForce | null;
  expire_time?: string | null;
}

export interface RefreshPortfolio {
  portfolio_id?: string | null;
}

export interface RequestRebalancing {
  portfolio_id?: string | null;
  target_weights?: TargetWeight[] | null;
}

/** Back to the rules that the suite ships. */
export interface ResetRouting {
}

export interface ResumeReplay {
  replay_id: string;
}

/** Runs dead letters again, and what is parked behind them: one, those of a type, or all of the group. */
export interface RetryDeadLetters {
  group: string;
  event_id?: string | null;
  event_type?: string | null;
}

/** Events whose type matches the pattern go to these targets from now on. */
export interface SetRoute {
  /** an event type, or one that ends in `*`: `trading.order.*` */
  pattern: string;
  /** groups, `all_modules`, or `data-web-app.<page>` for the gateway */
  targets: string[];
}

export interface StartAnalysis {
  symbol: string;
  /** default technical */
  analysis_type?: AnalysisType | null;
  parameters?: unknown | null;
}

/** Tells one group or one browser again what the journal has. */
export interface StartReplay {
  target: ReplayTarget;
  from?: string | null;
  /** default now; what is said later does not belong to it */
  to?: string | null;
  /** `trading.order.*` for all that begin so */
  event_type?: string | null;
  subject?: string | null;
  correlation_id?: string | null;
  /** 1: as fast as it happened, 10: ten times as fast; 0, the default: as fast as it is taken */
  speed?: number | null;
  /** only count */
  dry_run?: boolean | null;
}

export interface SubscribeAlerts {
  /** default create */
  action?: AlertAction | null;
  /** needed to create */
  symbol?: string | null;
  condition?: AlertCondition | null;
  threshold?: number | null;
  /** needed to delete */
  rule_id?: string | null;
}

/** Corrects a holding by hand. */
export interface UpdatePosition {
  portfolio_id?: string | null;
  symbol: string;
  /** what is held from now on */
  quantity: number;
  /** cost per share, in the share's currency; null keeps it */
  average_cost?: number | null;
}

export interface CommandRefused {
  /** stable, lower snake case: `insufficient_funds` */
  code: string;
  /** for people; says what to do */
  message: string;
  /** path of the offending field in `data`, `price`; null when none is to blame */
  field?: string | null;
}

/** Nothing is known, which is not an error: never a made-up figure. */
export interface NoData {
  message: string;
}

export type AlertType = "price_threshold" | "volume_spike" | "volatility";

/** How much it matters. */
export type Severity = "info" | "warning" | "error" | "critical";

/** What one module knows of one share. A field is null when the module does not know it. */
export interface ModuleRow {
  symbol: string;
  /** 0..20, from aktienanalyse */
  score?: number | null;
  /** 0..1, from aktienanalyse */
  confidence?: number | null;
  recommendation?: Recommendation | null;
  /** since purchase, from auswertung */
  return_percent?: number | null;
  /** of the depot, 0..1 */
  weight?: number | null;
  /** 1 is the best holding of the depot */
  rank?: number | null;
}

export interface AnalysisResults {
  aktienanalyse_score?: number | null;
  auswertung_performance?: number | null;
  current_depot_ranking?: number | null;
}

export interface CrossSystemRecommended {
  action: Action;
  symbol: string;
  reason: string;
  confidence: number;
}

export type CashFlowKind = "deposit" | "withdrawal" | "dividend" | "interest" | "fee" | "tax";

/** Figures in percent, drawdown negative, as the spec gives them; null when they cannot be computed. */
export interface PerformanceMetrics {
  /** time-weighted, in percent */
  total_return?: number | null;
  /** annualised */
  sharpe_ratio?: number | null;
  /** in percent, ≤ 0 */
  max_drawdown?: number | null;
  /** annualised, in percent */
  volatility?: number | null;
}

export interface TopPerformer {
  symbol: string;
  /** in percent of cost */
  return: number;
}

export type RiskAssessment = "LOW" | "MODERATE" | "HIGH";

export interface RebalancingSuggestion {
  action: RebalancingAction;
  symbol: string;
  reason: string;
  /** whole shares; null when only a hint */
  quantity?: number | null;
  current_weight?: number | null;
  target_weight?: number | null;
}

/** How each figure was computed, so that two figures are never compared by accident. */
export interface FigureConvention {
  returns: string;
  deviation: string;
  periods_per_year: number;
  risk_free: number;
  /** first day with a value */
  from?: string | null;
  to?: string | null;
  /** daily returns used */
  observations: number;
  /** `OK`, or why a figure is missing: `NOT_ENOUGH_DATA`, `NO_CAPITAL` */
  status: string;
}

export type PositionAction = "buy" | "sell" | "update";

export interface TargetWeight {
  symbol: string;
  /** 0..1 */
  weight: number;
}

/** One holding. */
export interface Position {
  symbol: string;
  isin?: string | null;
  name?: string | null;
  quantity: number;
  /** cost per share including fees, in currency */
  average_cost: number;
  /** newest price; null when none is known yet, then value is at cost */
  price?: number | null;
  value: number;
  /** unrealised gain, in currency */
  change: number;
  /** unrealised gain in percent of cost */
  change_percent: number;
  /** share of the total value, 0..1 */
  weight?: number | null;
  currency?: string | null;
}

export type TriggerReason = "price_update" | "position_change" | "manual_refresh";

/** The spec's labels and, beside them, the figures they come from. A figure that needs more bars is null. */
export interface TechnicalIndicators {
  /** RSI 14 in 0..100, as the spec names it */
  rsi?: number | null;
  /** `bullish`, `bearish` or `neutral` */
  macd?: string | null;
  /** `golden_cross`, `death_cross`, `above`, `below` or `unknown` */
  moving_averages?: string | null;
  rsi_14?: number | null;
  macd_12_26_9?: Macd | null;
  sma_20?: number | null;
  sma_50?: number | null;
  sma_200?: number | null;
}

export type Recommendation = "BUY" | "HOLD" | "SELL";

export type RiskLevel = "LOW" | "MEDIUM" | "HIGH";

export type AnalysisType = "technical" | "fundamental" | "sentiment";

/** One part of a score: what it measured and what it added. */
export interface ScorePart {
  name: string;
  /** what the part adds to the score, 0..maxPoints */
  points: number;
  max_points: number;
  reason?: string | null;
}

export type PerformanceAlertType = "high_latency" | "memory_usage" | "cpu_usage" | "consumer_lag" | "service_silent";

export type ServiceStatus = "online" | "degraded" | "offline";

export type OrderType = "market" | "limit" | "stop" | "stop_limit";

export type Side = "BUY" | "SELL";

export type TimeInForce = "day" | "gtc" | "gtd" | "ioc" | "fok";

export type ExecutionStatus = "FILLED" | "PARTIALLY_FILLED";

export type AnswerStatus = "success" | "error" | "no_data";

export type JobState = "waiting" | "running" | "retrying" | "stopped";

/** What an analysis found. */
export interface AnalysisResult {
  /** 0 (worst) .. 20 (best) */
  score: number;
  technical_indicators?: TechnicalIndicators | null;
  target_price?: number | null;
  risk_level?: RiskLevel | null;
  price?: number | null;
  as_of?: string | null;
  bars?: number | null;
  scoring_version?: string | null;
  parts?: ScorePart[] | null;
}

export type Advice = "buy" | "hold" | "sell";

export type BrowserSide = "buy" | "sell";

export type FillStatus = "filled" | "partially_filled";

/** Exactly one of the two. */
export interface ReplayTarget {
  /** takes it as a replay: what trades or notifies refuses it */
  group?: string | null;
  /** a browser's connection */
  client_id?: string | null;
}

export type AlertAction = "create" | "list" | "delete";

export type AlertCondition = "price_above" | "price_below" | "volume_above" | "change_percent_above";

export type Action = "AUTO_IMPORT" | "BUY" | "REDUCE" | "SELL" | "HOLD";

export type RebalancingAction = "REDUCE" | "INCREASE" | "SELL" | "BUY";

/** MACD 12/26/9, each in currency. */
export interface Macd {
  line: number;
  signal?: number | null;
  histogram?: number | null;
}
