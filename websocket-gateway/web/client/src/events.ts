/** What browsers get of the bus. Written by hand until it is generated from the records of shared-events. */

export interface PriceUpdate {
  symbol: string;
  isin?: string | null;
  price: number;
  previous_price?: number | null;
  change?: number | null;
  change_percent?: number | null;
  volume?: number | null;
  timestamp: string;
  source: string;
  currency?: string | null;
  name?: string | null;
}

export interface Bar {
  symbol: string;
  isin?: string | null;
  bar_start: string;
  bar_end: string;
  interval: string;
  open?: number | null;
  high?: number | null;
  low?: number | null;
  close: number;
  volume?: number | null;
  currency?: string | null;
  source: string;
  adjusted: boolean;
  last: boolean;
}

export interface MarketAlert {
  alert_type: string;
  symbol: string;
  message: string;
  severity: string;
  trigger_value?: number | null;
  current_value?: number | null;
  threshold: number;
  timestamp: string;
  rule_id?: string | null;
}

export interface ScorePart {
  name: string;
  points: number;
  max_points: number;
  reason?: string | null;
}

export interface Macd {
  line: number;
  signal?: number | null;
  histogram?: number | null;
}

export interface TechnicalIndicators {
  rsi?: number | null;
  macd?: string | null;
  moving_averages?: string | null;
  rsi_14?: number | null;
  macd_12_26_9?: Macd | null;
  sma_20?: number | null;
  sma_50?: number | null;
  sma_200?: number | null;
}

export interface AnalysisComplete {
  analysis_id: string;
  analysis_type?: string | null;
  symbol: string;
  result?: Record<string, unknown> | null;
  confidence_score?: number | null;
  recommendation: string;
  completed_at?: string | null;
  score?: number | null;
  confidence?: number | null;
  technical_indicators?: TechnicalIndicators | null;
  target_price?: number | null;
  risk_level?: string | null;
  isin?: string | null;
  currency?: string | null;
  price?: number | null;
  as_of?: string | null;
  bars?: number | null;
  scoring_version?: string | null;
  parts?: ScorePart[] | null;
}

export interface Position {
  symbol: string;
  isin?: string | null;
  name?: string | null;
  quantity: number;
  average_cost: number;
  price?: number | null;
  value: number;
  change: number;
  change_percent: number;
  weight?: number | null;
  currency?: string | null;
}

export interface PortfolioUpdate {
  portfolio_id: string;
  total_value: number;
  total_change: number;
  total_change_percent: number;
  positions_count: number;
  last_updated: string;
  positions: Position[];
  cash?: number | null;
  currency?: string | null;
  revision?: number | null;
}

export interface PositionChanged {
  portfolio_id: string;
  symbol: string;
  isin?: string | null;
  action: string;
  quantity: number;
  price: number;
  value: number;
  change: number;
  change_percent: number;
  timestamp: string;
  currency?: string | null;
  execution_id?: string | null;
  revision?: number | null;
}

export interface PortfolioValueChanged {
  portfolio_id: string;
  previous_value: number;
  current_value: number;
  change: number;
  change_percent: number;
  trigger_reason: string;
  timestamp: string;
  currency?: string | null;
}

export interface PerformanceMetrics {
  total_return?: number | null;
  sharpe_ratio?: number | null;
  max_drawdown?: number | null;
  volatility?: number | null;
}

export interface FigureConvention {
  returns: string;
  deviation: string;
  periods_per_year: number;
  risk_free: number;
  from?: string | null;
  to?: string | null;
  observations: number;
  status: string;
}

export interface PortfolioPerformance {
  portfolio_id: string;
  performance_metrics: PerformanceMetrics;
  top_performers: { symbol: string; return: number }[];
  risk_assessment?: string | null;
  rebalancing_suggestions: { action: string; symbol: string; reason: string; quantity?: number | null }[];
  convention?: FigureConvention | null;
  total_value?: number | null;
  currency?: string | null;
  as_of?: string | null;
}

interface OrderBase {
  order_id: string;
  symbol: string;
  client_order_id?: string | null;
  portfolio_id?: string | null;
  currency?: string | null;
  revision?: number | null;
}

export interface OrderCreated extends OrderBase {
  order_type: string;
  side: string;
  quantity: number;
  price?: number | null;
  stop_price?: number | null;
  status: string;
  created_at: string;
}

export interface OrderModified extends OrderBase {
  order_type: string;
  side: string;
  quantity: number;
  price?: number | null;
  stop_price?: number | null;
  status: string;
  modified_at: string;
}

export interface OrderFilled extends OrderBase {
  side: string;
  quantity: number;
  filled_quantity: number;
  fill_price: number;
  total_value: number;
  fees?: number | null;
  status: string;
  filled_at: string;
  remaining_quantity?: number | null;
  execution_id?: string | null;
}

export interface OrderCancelled extends OrderBase {
  cancel_reason: string;
  remaining_quantity?: number | null;
  cancelled_at: string;
}

export interface OrderExpired extends OrderBase {
  remaining_quantity?: number | null;
  expired_at: string;
}

export interface OrderFailed extends OrderBase {
  error_code: string;
  error_message: string;
  failed_at: string;
}

export interface IntelligenceRecommendation {
  trigger_type: string;
  analysis_results?: {
    aktienanalyse_score?: number | null;
    auswertung_performance?: number | null;
    current_depot_ranking?: number | null;
  } | null;
  recommendation: { action: string; symbol: string; reason: string; confidence: number };
  affected_systems: string[];
  portfolio_id?: string | null;
  missing_modules?: string[] | null;
  explanation?: string | null;
}

export interface ServiceStatus {
  service_name: string;
  status: string;
  health_score: number;
  response_time_ms: number;
  error_rate: number;
  timestamp: string;
  additional_info?: unknown;
  instance?: string | null;
}

export interface PerformanceAlert {
  alert_type: string;
  service_name: string;
  metric_name: string;
  current_value: number;
  threshold: number;
  severity: string;
  timestamp: string;
}

export interface SystemError {
  error_id: string;
  service_name: string;
  error_type: string;
  error_message: string;
  severity: string;
  user_affected: boolean;
  timestamp: string;
}

export interface UserNotification {
  user_id: string;
  notification_id: string;
  title: string;
  message: string;
  severity: string;
  link?: string | null;
  timestamp: string;
}

export interface BrowserEvents {
  "market.price_update": PriceUpdate;
  "market.bar": Bar;
  "market.alert": MarketAlert;
  "analysis.complete": AnalysisComplete;
  "portfolio.update": PortfolioUpdate;
  "portfolio.position_changed": PositionChanged;
  "portfolio.value_changed": PortfolioValueChanged;
  "portfolio.performance": PortfolioPerformance;
  "trading.order_created": OrderCreated;
  "trading.order_modified": OrderModified;
  "trading.order_filled": OrderFilled;
  "trading.order_cancelled": OrderCancelled;
  "trading.order_expired": OrderExpired;
  "trading.order_failed": OrderFailed;
  "intelligence.recommendation": IntelligenceRecommendation;
  "system.service_status": ServiceStatus;
  "system.performance_alert": PerformanceAlert;
  "system.error": SystemError;
  "user.notification": UserNotification;
}
