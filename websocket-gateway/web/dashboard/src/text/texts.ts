/** Texts in the chosen language. */

import type { Failure } from "../api.ts";
import { type Language, settings } from "../settings.ts";
import { type TextKey, de } from "./de.ts";

export type { TextKey } from "./de.ts";

const tables: { de: Record<TextKey, string>; en?: Record<TextKey, string> } = { de };

/** To be called before the language is chosen: until it is there the texts are German. */
export async function loadTexts(language: Language): Promise<void> {
  if (language === "en") tables.en ??= (await import("./en.ts")).en;
}

/** The text, with `{name}` replaced by the parameter of that name. */
export function t(key: TextKey, parameters: Record<string, string | number> = {}): string {
  const text = (tables[settings.choices.language] ?? tables.de)[key];
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/** The text of a value that services name (`partially_filled`); the value itself when there is none. */
function named(prefix: string, value: string | null): string {
  if (value === null || value === "") return "–";
  const key = `${prefix}.${value}`;
  return key in de ? t(key as TextKey) : value.replaceAll("_", " ");
}

export const orderStatus = (status: string | null): string => named("status", status);
export const orderType = (type: string | null): string => named("type", type);
export const side = (value: string | null): string => named("side", value);
export const action = (value: string | null): string => named("action", value);
export const risk = (value: string | null): string => named("risk", value);
export const indicator = (value: string | null): string => named("indicator", value);
export const part = (value: string): string => named("part", value);
export const serviceStatus = (value: string | null): string => named("service", value);
export const reportStep = (value: string | null): string => named("reports.doing", value);
/** Why a command was refused, in the user's language where the code is known. */
export function refusal({ code, message }: { readonly code: string; readonly message: string }): string {
  const key = `refusal.${code}`;
  return key in de ? t(key as TextKey) : message;
}

/** Why an answer of the gateway was none. */
export function trouble({ trouble: kind, code, message }: Failure): string {
  const key = `refusal.${code}`;
  if (kind === "refused" && key in de) return t(key as TextKey);
  return t(`trouble.${kind}`, { message });
}

export const conventionStatus = (value: string | null): string => named("performance.status", value);
