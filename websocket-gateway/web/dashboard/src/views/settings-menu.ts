/** The user's choices for this browser. */

import { type TemplateResult, html, nothing } from "lit";
import { signOut } from "../entry.ts";
import { type Choices, type Language, type Locale, type Theme, settings } from "../settings.ts";
import type { User } from "../store/access.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { loadTexts, t, trouble } from "../text/texts.ts";
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
  static override properties = { note: { state: true } };

  declare note: string;

  constructor() {
    super();
    this.note = "";
    new Watch(this, settings, store.access);
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
        ${store.access.user === null ? nothing : this.#who(store.access.user)}
      </section>
    `;
  }

  #who(user: User): TemplateResult {
    return html`${store.access.isOwner
        ? html`<a class="button button-small" href="#/einstellungen" @click=${this.#close}>${t("settings.more")}</a>`
        : nothing}
      <div class="who">
        <p>
          ${t("login.as", { name: user.name })}
          <span class="muted small">${t(`role.${user.role}`)}</span>
        </p>
        ${store.access.byProxy
          ? html`<p class="muted small">${t("proxy.out")}</p>`
          : html`<button type="button" class="button button-small" @click=${this.#leave}>${t("login.out")}</button>`}
      </div>
      <p class="error small" role="alert">${this.note}</p>`;
  }

  #close(): void {
    this.querySelector<HTMLElement>("#settings")?.hidePopover();
  }

  async #leave(): Promise<void> {
    const failure = await signOut();
    this.note = failure === null ? "" : t("login.out.failed", { reason: trouble(failure) });
  }

  async #choose(choice: Partial<Choices>): Promise<void> {
    try {
      if (choice.language !== undefined) await loadTexts(choice.language);
      settings.choose(choice);
    } catch {
      this.note = t("app.notLoaded", { view: t("settings.language") });
      this.requestUpdate();
    }
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
        @change=${(event: Event) => this.#choose({ [name]: (event.target as HTMLSelectElement).value })}
      >
        ${choices.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select></label
    >`;
  }
}

define("aa-settings", SettingsMenu);
