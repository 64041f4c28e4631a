/** The user's choices for this browser. */

import { type TemplateResult, html } from "lit";
import { type Choices, type Language, type Locale, type Theme, settings } from "../settings.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { icons } from "./icons.ts";

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["de", "Deutsch"],
  ["en", "English"],
];

const LOCALES: readonly (readonly [Locale, string])[] = [
  ["de-DE", "1.234,50 € (de-DE)"],
  ["de-AT", "€ 1.234,50 (de-AT)"],
  ["en-GB", "€1,234.50 (en-GB)"],
];

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

class SettingsMenu extends PageElement {
  constructor() {
    super();
    new Watch(this, settings);
  }

  override render(): TemplateResult {
    const { language, locale, theme, discreet } = settings.choices;
    return html`
      <button
        type="button"
        class="icon-button"
        popovertarget="settings"
        aria-label=${t("settings.open")}
        title=${t("settings.open")}
      >
        ${icons.settings}
      </button>
      <section id="settings" class="popover menu" popover aria-label=${t("settings.open")}>
        <h2>${t("settings.open")}</h2>
        <fieldset class="segments">
          <legend>${t("settings.theme")}</legend>
          ${THEMES.map(
            (value) => html`<label
              ><input
                type="radio"
                name="theme"
                .checked=${value === theme}
                @change=${() => settings.choose({ theme: value })}
              /><span>${t(`settings.theme.${value}`)}</span></label
            >`,
          )}
        </fieldset>
        ${this.#select("language", t("settings.language"), LANGUAGES, language)}
        ${this.#select("locale", t("settings.locale"), LOCALES, locale)}
        <label class="check"
          ><input
            type="checkbox"
            .checked=${discreet}
            @change=${(event: Event) => settings.choose({ discreet: (event.target as HTMLInputElement).checked })}
          /><span>${t("settings.discreet")}</span></label
        >
        <p class="muted small">${t("settings.note")}</p>
      </section>
    `;
  }

  #select(
    name: "language" | "locale",
    label: string,
    choices: readonly (readonly [string, string])[],
    chosen: string,
  ): TemplateResult {
    return html`<label class="field"
      ><span>${label}</span>
      <select
        @change=${(event: Event) =>
          settings.choose({ [name]: (event.target as HTMLSelectElement).value } as Partial<Choices>)}
      >
        ${choices.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select></label
    >`;
  }
}

define("aa-settings", SettingsMenu);
