/** A made-up market for looking at the page: seeded random walks, scores that follow them. Development only. */

const SHARES = [
  ["AAPL", "Apple Inc.", "US0378331005", 4.4],
  ["AMD", "Advanced Micro Devices Inc.", "US0079031078", 7.2],
  ["BAC", "Bank of America Corp.", "US0605051046", 31.4],
  ["BBY", "Best Buy Co. Inc.", "US0865161014", 33.9],
  ["CVX", "Chevron Corp.", "US1667641005", 52.1],
  ["GE", "General Electric Co.", "US3696041033", 138.2],
  ["GOOG", "Google Inc. (Alphabet Class A)", "US02079K3059", 457.02],
  ["HD", "Home Depot Inc.", "US4370761029", 18.7],
  ["IBM", "International Business Machines Corp.", "US4592001014", 94.1],
  ["JNJ", "Johnson & Johnson", "US4781601046", 42.3],
  ["JPM", "JPMorgan Chase & Co.", "US46625H1005", 28.8],
  ["KO", "Coca-Cola Co.", "US1912161007", 19.4],
  ["LLY", "Eli Lilly and Co.", "US5324571083", 32.6],
  ["MRK", "Merck & Co. Inc.", "US58933Y1055", 27.2],
  ["MSFT", "Microsoft Corp.", "US5949181045", 20.6],
  ["PEP", "PepsiCo Inc.", "US7134481081", 48.9],
  ["PFE", "Pfizer Inc.", "US7170811035", 11.7],
  ["PG", "Procter & Gamble Co.", "US7427181091", 45.5],
  ["RRC", "Range Resources Corp.", "US75281A1097", 60.3],
  ["UNH", "UnitedHealth Group Inc.", "US91324P1021", 38.1],
  ["WMT", "Walmart Inc.", "US9311421039", 14.3],
  ["XOM", "Exxon Mobil Corp.", "US30231G1022", 58.8],
];

const DAY_MS = 86_400_000;
const HISTORY = 800;

/** Shares of which only closes are known, as in the recorded data. */
const CLOSES_ONLY = new Set(["BAC", "BBY", "CVX", "GE", "HD"]);

function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value, digits = 2) => Number(value.toFixed(digits));

function weekday(time) {
  const day = new Date(time).getUTCDay();
  return day !== 0 && day !== 6;
}

export class Market {
  constructor(seed = 42) {
    this.random = random(seed);
    this.day = Date.UTC(2008, 2, 4);
    this.shares = SHARES.map(([symbol, name, isin, start]) => this.share(symbol, name, isin, start));
  }

  share(symbol, name, isin, start) {
    const share = { symbol, name, isin, bars: [], drift: (this.random() - 0.45) * 0.0016 };
    let close = start;
    const days = [];
    for (let time = this.day; days.length < HISTORY; time -= DAY_MS) if (weekday(time)) days.unshift(time);
    for (const time of days) {
      const bar = this.bar(share, time, close);
      close = bar.close;
      share.bars.push(bar);
    }
    return share;
  }

  bar(share, time, before) {
    const close = round(Math.max(0.5, before * (1 + share.drift + (this.random() - 0.5) * 0.034)));
    const day = new Date(time).toISOString();
    const bar = {
      symbol: share.symbol,
      isin: share.isin,
      bar_start: day,
      bar_end: new Date(time + DAY_MS).toISOString(),
      interval: "P1D",
      close,
      currency: "USD",
      source: "replay",
      adjusted: true,
      last: false,
    };
    if (CLOSES_ONLY.has(share.symbol)) return bar;
    const open = round(before * (1 + (this.random() - 0.5) * 0.008));
    const high = round(Math.max(open, close) * (1 + this.random() * 0.01));
    const low = round(Math.min(open, close) * (1 - this.random() * 0.01));
    return { ...bar, open, high, low, volume: Math.round(1e6 + this.random() * 9e6) };
  }

  /** The next trading day of all shares. */
  next() {
    do this.day += DAY_MS;
    while (!weekday(this.day));
    for (const share of this.shares) share.bars.push(this.bar(share, this.day, share.bars.at(-1).close));
  }

  find(symbol) {
    return this.shares.find((share) => share.symbol === symbol);
  }

  price(share) {
    const last = share.bars.at(-1);
    const before = share.bars.at(-2).close;
    return {
      symbol: share.symbol,
      isin: share.isin,
      name: share.name,
      price: last.close,
      previous_price: before,
      change: round(last.close - before),
      change_percent: round((last.close / before - 1) * 100),
      volume: last.volume ?? null,
      timestamp: last.bar_end,
      source: "replay",
      currency: "USD",
    };
  }

  analysis(share) {
    const closes = share.bars.map((bar) => bar.close);
    const mean = (n) => round(closes.slice(-n).reduce((sum, close) => sum + close, 0) / n, 4);
    const [sma20, sma50, sma200] = [mean(20), mean(50), mean(200)];
    const price = closes.at(-1);
    const trend = price > sma200 ? 7 : 2.5;
    const cross = sma50 > sma200 ? 5 : 1;
    const momentum = round(Math.max(0, Math.min(5, 2.5 + (price / sma20 - 1) * 40)), 1);
    const rsi = round(Math.max(12, Math.min(88, 50 + (price / sma20 - 1) * 420)), 1);
    const rsiPoints = rsi > 70 ? 1 : rsi < 30 ? 2.5 : 3;
    const score = round(Math.min(20, trend + cross + momentum + rsiPoints), 1);
    const recommendation = score >= 14 ? "BUY" : score >= 8 ? "HOLD" : "SELL";
    return {
      analysis_id: `a-${share.symbol}-${this.day}`,
      analysis_type: "technical",
      symbol: share.symbol,
      isin: share.isin,
      score,
      confidence: round(0.5 + Math.abs(score - 10) / 25, 2),
      recommendation,
      target_price: round(price * (1 + (score - 10) / 100)),
      risk_level: score > 14 ? "LOW" : score > 7 ? "MEDIUM" : "HIGH",
      currency: "USD",
      price,
      as_of: share.bars.at(-1).bar_end,
      bars: 400,
      scoring_version: "technical-1",
      completed_at: new Date().toISOString(),
      technical_indicators: {
        rsi,
        macd: price > sma20 ? "bullish" : "bearish",
        moving_averages: sma50 > sma200 ? "golden_cross" : "death_cross",
        rsi_14: rsi,
        macd_12_26_9: { line: round(price - sma20, 3), signal: round((price - sma20) * 0.8, 3), histogram: round((price - sma20) * 0.2, 3) },
        sma_20: sma20,
        sma_50: sma50,
        sma_200: sma200,
      },
      parts: [
        { name: "trend", points: trend, max_points: 7, reason: `close ${price > sma50 ? "above" : "below"} SMA 50, ${price > sma200 ? "above" : "below"} SMA 200` },
        { name: "moving_averages", points: cross, max_points: 5, reason: `SMA 50 ${sma50 > sma200 ? "above" : "below"} SMA 200` },
        { name: "momentum", points: momentum, max_points: 5, reason: `RSI 14 at ${Math.round(rsi)}, ${rsi > 50 ? "rising" : "weak"}` },
        { name: "risk", points: rsiPoints, max_points: 3, reason: "volatility 24 % a year, from 20 bars" },
        { name: "track_record", points: 0, max_points: 0, reason: "56.1 % of 214 such forecasts right after 20 bars; right at any time: 53.4 %" },
      ],
    };
  }
}
