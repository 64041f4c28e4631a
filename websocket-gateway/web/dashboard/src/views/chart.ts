/** The big charts. Loaded only when one is looked at. */

import {
  AreaSeries,
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type Time,
  createChart,
} from "lightweight-charts";
import { settings } from "../settings.ts";
import * as format from "../format.ts";
import { colour, onTheme, transparent } from "./colours.ts";

/** A day of a share; what its source does not know is null. */
export interface DayBar {
  /** `2008-03-04` */
  readonly day: string;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number;
  readonly volume: number | null;
}

export type ChartKind = "line" | "candles" | "area";

type Series = ISeriesApi<"Candlestick"> | ISeriesApi<"Line"> | ISeriesApi<"Area">;

export class PriceChart {
  readonly #chart: IChartApi;
  readonly #endTheme: () => void;
  #series: Series | null = null;
  #kind: ChartKind = "line";

  constructor(container: HTMLElement) {
    // The logo would bring a style element of its own, which the page's policy forbids: the link stands below the chart.
    this.#chart = createChart(container, { autoSize: true, layout: { attributionLogo: false } });
    this.#endTheme = onTheme(() => this.#dress());
    this.#dress();
  }

  show(bars: readonly DayBar[], kind: ChartKind): void {
    if (this.#series === null || kind !== this.#kind) {
      if (this.#series !== null) this.#chart.removeSeries(this.#series);
      this.#kind = kind;
      this.#series = this.#addSeries(kind);
      this.#dress();
    }
    this.#series.setData(bars.map((bar) => point(bar, kind)) as never);
    this.#chart.timeScale().fitContent();
  }

  /** A bar that closed since, or the present one. */
  update(bar: DayBar): void {
    try {
      this.#series?.update(point(bar, this.#kind) as never);
    } catch {
      // Older than the last bar: it is in the chart already.
    }
  }

  destroy(): void {
    this.#endTheme();
    this.#chart.remove();
  }

  #addSeries(kind: ChartKind): Series {
    const common = { priceLineVisible: kind !== "area", lastValueVisible: true };
    if (kind === "candles") return this.#chart.addSeries(CandlestickSeries, common);
    if (kind === "area") return this.#chart.addSeries(AreaSeries, { ...common, lineWidth: 2 });
    return this.#chart.addSeries(LineSeries, { ...common, lineWidth: 2 });
  }

  #dress(): void {
    const line = colour("--line");
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colour("--surface") },
        textColor: colour("--ink-soft"),
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSize: 11,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: transparent("--line", 0.7) } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.1 } },
      timeScale: { borderColor: line, fixLeftEdge: true, fixRightEdge: true },
      crosshair: { mode: CrosshairMode.Magnet },
      localization: { locale: settings.choices.locale, priceFormatter: (value: number) => format.price(value) },
      handleScroll: { vertTouchDrag: false },
    });
    const up = colour("--up");
    const down = colour("--down");
    const accent = colour("--accent");
    if (this.#kind === "candles") {
      this.#series?.applyOptions({
        upColor: up,
        downColor: down,
        wickUpColor: up,
        wickDownColor: down,
        borderVisible: false,
      } as never);
    } else if (this.#kind === "area") {
      this.#series?.applyOptions({
        lineColor: accent,
        topColor: transparent("--accent", 0.28),
        bottomColor: transparent("--accent", 0.02),
      } as never);
    } else {
      this.#series?.applyOptions({ color: accent } as never);
    }
  }
}

/** Whether candles can be drawn: not when some bar has only its close. */
export function hasCandles(bars: readonly DayBar[]): boolean {
  return bars.length > 0 && bars.every((bar) => bar.open !== null && bar.high !== null && bar.low !== null);
}

function point(bar: DayBar, kind: ChartKind): object {
  const time = bar.day as Time;
  if (kind !== "candles") return { time, value: bar.close };
  return { time, open: bar.open ?? bar.close, high: bar.high ?? bar.close, low: bar.low ?? bar.close, close: bar.close };
}
