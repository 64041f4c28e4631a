/** Numbers, money and times as people of the chosen locale write them. */

import { settings } from "./settings.ts";

/** What stands where nothing is known. */
export const NOTHING = "–";

export type Maybe = number | null | undefined;

// Making an Intl object costs fifty times as much as using one.
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { locale } = settings.choices;
  const name = locale + key;
  let format = numberFormats.get(name);
  if (format === undefined) numberFormats.set(name, (format = new Intl.NumberFormat(locale, options)));
  return format;
}

function dates(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = settings.choices;
  const name = locale + key;
  let format = dateFormats.get(name);
  if (format === undefined) dateFormats.set(name, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

function known(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A price per share, without its currency; small prices with more places. */
export function price(value: Maybe): string {
  if (!known(value)) return NOTHING;
  return Math.abs(value) < 1 && value !== 0
    ? numbers("price4", { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(value)
    : numbers("price2", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** An amount with its currency, `1.234,50 $`. */
export function money(value: Maybe, currency: string | null | undefined): string {
  if (!known(value)) return NOTHING;
  return currencyFormat(currency, "auto")?.format(value) ?? price(value);
}

/** A gain or loss: always with its sign. */
export function signedMoney(value: Maybe, currency: string | null | undefined): string {
  if (!known(value)) return NOTHING;
  return currencyFormat(currency, "exceptZero")?.format(value) ?? price(value);
}

function currencyFormat(currency: string | null | undefined, signDisplay: "auto" | "exceptZero") {
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency)) return null;
  return numbers(`money${currency}${signDisplay}`, { style: "currency", currency, signDisplay });
}

/** A change, given in percent: `+1,23 %`. */
export function signedPercent(value: Maybe): string {
  if (!known(value)) return NOTHING;
  return numbers("signedPercent", {
    style: "percent",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "exceptZero",
  }).format(value / 100);
}

/** A share of a whole, given as 0..1. */
export function share(value: Maybe, digits = 1): string {
  if (!known(value)) return NOTHING;
  return numbers(`share${digits}`, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function decimal(value: Maybe, digits = 2): string {
  if (!known(value)) return NOTHING;
  return numbers(`decimal${digits}`, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A number of shares: as many places as it has. */
export function quantity(value: Maybe): string {
  return known(value) ? numbers("quantity", { maximumFractionDigits: 8 }).format(value) : NOTHING;
}

export function integer(value: Maybe): string {
  return known(value) ? numbers("integer", { maximumFractionDigits: 0 }).format(value) : NOTHING;
}

function time(iso: string | null | undefined): Date | null {
  if (typeof iso !== "string") return null;
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The day at the market, `04.03.2008`. Bars carry UTC days, so the browser's own zone must not shift them. */
export function marketDay(iso: string | null | undefined): string {
  const at = time(iso);
  return at === null
    ? NOTHING
    : dates("day", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(at);
}

/** The day of a closing price or an analysis: their time is the end of the bar, which is the first moment after it. */
export function closeDay(iso: string | null | undefined): string {
  const at = time(iso);
  return at === null ? NOTHING : marketDay(new Date(at.getTime() - 1).toISOString());
}

/** A time at the market: the day that closed with it, or day and time within a day. */
export function marketTime(iso: string | null | undefined): string {
  const at = time(iso);
  return at !== null && at.getTime() % 86_400_000 === 0 ? closeDay(iso) : dateTime(iso);
}

/** Wall clock, in the browser's zone. */
export function dateTime(iso: string | null | undefined): string {
  const at = time(iso);
  return at === null ? NOTHING : dates("dateTime", { dateStyle: "short", timeStyle: "medium" }).format(at);
}

/** How long ago, short enough for a narrow column: `3 s`, `12 min`, `5 h`, `2 d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/**
 * Reads a positive decimal as people of the locale write it: `1.234,5` in German, `1,234.5` in English.
 *
 * Strict on purpose: `1234.5` typed in German is refused rather than read as 12345, since a wrong guess costs money.
 */
export function parseDecimal(text: string, locale: string = settings.choices.locale): number | null {
  const [group, point] = locale.startsWith("de") ? ["\\.", ","] : [",", "\\."];
  const plain = text.trim().replaceAll(/[\u00a0\u202f ](?=\d{3}(\D|$))/g, "");
  const grammar = new RegExp(`^(?:\\d{1,3}(?:${group}\\d{3})+|\\d+)(?:${point}\\d+)?$`);
  if (!grammar.test(plain)) return null;
  const value = Number(plain.replaceAll(new RegExp(group, "g"), "").replace(",", "."));
  // Beyond 15 digits a double is no longer what was typed.
  return Number.isFinite(value) && plain.replaceAll(/\D/g, "").length <= 15 ? value : null;
}
