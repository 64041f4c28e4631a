/** What the user chose for this browser: language, number format, theme, discretion. */

import { Topic } from "./store/topic.ts";

export type Language = "de" | "en";
export type Locale = "de-DE" | "de-AT" | "en-GB";
export type Theme = "auto" | "light" | "dark";

export interface Choices {
  readonly language: Language;
  readonly locale: Locale;
  readonly theme: Theme;
  /** Amounts are blurred, for a look over the shoulder. */
  readonly discreet: boolean;
}

const KEY = "aktienanalyse.settings";

const DEFAULTS: Choices = { language: "de", locale: "de-DE", theme: "auto", discreet: false };

const ALLOWED = {
  language: ["de", "en"],
  locale: ["de-DE", "de-AT", "en-GB"],
  theme: ["auto", "light", "dark"],
  discreet: [true, false],
} as const;

export class Settings extends Topic {
  #choices: Choices = load();

  get choices(): Choices {
    return this.#choices;
  }

  choose(change: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#choices));
    } catch {
      // Storage may be forbidden; then the choice holds until the page is closed.
    }
    this.apply();
    this.changed();
  }

  apply(): void {
    const root = document.documentElement;
    root.lang = this.#choices.language;
    root.dataset["theme"] = this.#choices.theme;
    root.dataset["discreet"] = String(this.#choices.discreet);
  }
}

/** Stored choices, each checked: another version of the page may have written them. */
function load(): Choices {
  let stored: Record<string, unknown> = {};
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return DEFAULTS;
  }
  const valid = Object.entries(ALLOWED)
    .filter(([key, allowed]) => (allowed as readonly unknown[]).includes(stored[key]))
    .map(([key]) => [key, stored[key]]);
  return { ...DEFAULTS, ...Object.fromEntries(valid) };
}

export const settings = new Settings();
