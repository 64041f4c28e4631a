/**
 * What services say in English, for German readers: reasons of a score, conventions of a figure. A phrase that is not
 * known here stays as it was said.
 */

import { settings } from "../settings.ts";

const GERMAN: readonly (readonly [RegExp, string])[] = [
  [/^close (above|below) SMA 50, SMA 200 not known yet$/, "Schluss $1 SMA 50, SMA 200 noch nicht bekannt"],
  [/^close (above|below) SMA 50, (above|below) SMA 200$/, "Schluss $1 SMA 50, $2 SMA 200"],
  [/^SMA 50 has just risen above SMA 200$/, "SMA 50 ist gerade über SMA 200 gestiegen"],
  [/^SMA 50 has just fallen below SMA 200$/, "SMA 50 ist gerade unter SMA 200 gefallen"],
  [/^SMA 50 (above|below) SMA 200$/, "SMA 50 $1 SMA 200"],
  [/^RSI 14 set to 50: the price has not moved$/, "RSI 14 auf 50 gesetzt: Der Kurs hat sich nicht bewegt"],
  [/^RSI 14 at (\d+), overheated$/, "RSI 14 bei $1, überhitzt"],
  [/^RSI 14 at (\d+), overbought$/, "RSI 14 bei $1, überkauft"],
  [/^RSI 14 at (\d+), rising$/, "RSI 14 bei $1, steigend"],
  [/^RSI 14 at (\d+), weak$/, "RSI 14 bei $1, schwach"],
  [/^RSI 14 at (\d+), falling$/, "RSI 14 bei $1, fallend"],
  [/^RSI 14 at (\d+), oversold, may recover$/, "RSI 14 bei $1, überverkauft, Erholung möglich"],
  [/^MACD (above|below) signal, (above|below) zero, histogram growing$/, "MACD $1 Signal, $2 null, Histogramm wächst"],
  [
    /^MACD (above|below) signal, (above|below) zero, histogram not growing$/,
    "MACD $1 Signal, $2 null, Histogramm wächst nicht",
  ],
  [/^volatility (\d+) % a year, from 20 bars$/, "Schwankung $1 % im Jahr, aus 20 Handelstagen"],
  [/^needs (\d+) bars, there are (\d+)$/, "Braucht $1 Handelstage, es gibt $2"],
  [/^no such forecast is due yet; right at any time: (\S+) %$/, "Noch keine fällige Prognose dieser Art; Grundquote $1 %"],
  [
    /^(\S+) % of (\d+) such forecasts right after (\d+) bars; right at any time: (\S+) %$/,
    "$1 % von $2 solchen Prognosen trafen nach $3 Handelstagen zu; Grundquote $4 %",
  ],
  [/^BUY, score (\S+)$/, "Kaufen, Score $1"],
  [
    /^time-weighted \(TTWROR\), chained daily; inflow at the start, outflow at the end of its day$/,
    "zeitgewichtet (TTWROR), täglich verkettet; Zuflüsse zu Tagesbeginn, Abflüsse zu Tagesende",
  ],
  [/^simple daily returns, flows taken out$/, "einfache Tagesrenditen, ohne Zu- und Abflüsse"],
  [/^sample standard deviation \(n-1\)$/, "Standardabweichung der Stichprobe (n−1)"],
  [/^market days and days with bookings$/, "Handelstage und Tage mit Buchungen"],
  [/^market days$/, "Handelstage"],
];

const WORDS: Record<string, string> = { above: "über", below: "unter" };

export function phrase(said: string): string {
  if (settings.choices.language !== "de") return said;
  for (const [pattern, german] of GERMAN) {
    const match = pattern.exec(said);
    if (match !== null) {
      return german.replaceAll(/\$(\d)/g, (_, index: string) => {
        const part = match[Number(index)] ?? "";
        return WORDS[part] ?? part.replace(/^(-?\d+)\.(\d+)$/, "$1,$2");
      });
    }
  }
  return said;
}
