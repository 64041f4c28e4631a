/** From a one-time link to a user: the first owner, an invited one, or the owner who forgot the password. */

import { type TemplateResult, html, nothing } from "lit";
import type { Failure } from "../api.ts";
import { setUp, setupToken } from "../entry.ts";
import { SHORTEST, strength, verdicts } from "../password.ts";
import { settings } from "../settings.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t, trouble } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";

const WRONG_LINK = /link|token/;

class Setup extends PageElement {
  static override properties = {
    name: { state: true },
    password: { state: true },
    shown: { state: true },
    busy: { state: true },
    failure: { state: true },
  };

  declare name: string;
  declare password: string;
  declare shown: boolean;
  declare busy: boolean;
  declare failure: Failure | null;

  constructor() {
    super();
    this.name = this.password = "";
    this.shown = this.busy = false;
    this.failure = null;
    new Watch(this, settings, store.access);
  }

  override render(): TemplateResult {
    if (setupToken === "") {
      return html`<h1>${t("setup.noToken")}</h1>
        <p>${t("setup.noToken.text")}</p>
        <a class="button" href="/">${t("setup.toLogin")}</a>`;
    }
    return html`<h1>${t("setup.welcome")}</h1>
      <p class="muted">${t("setup.intro")}</p>
      <form class="stack" @submit=${this.#submit}>
        <label class="field" ?data-invalid=${this.failure?.field === "name"}
          ><span>${t("setup.name")}</span>
          <input
            name="name"
            autocomplete="username"
            maxlength="64"
            ?required=${store.access.state === "setup_required"}
            aria-describedby="setup-name-hint"
            .value=${this.name}
            @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}
        /></label>
        ${store.access.state === "setup_required"
          ? html`<p id="setup-name-hint" hidden></p>`
          : html`<p id="setup-name-hint" class="muted small">${t("setup.name.optional")}</p>`}
        <label class="field" ?data-invalid=${this.failure?.field === "password"}
          ><span>${t("setup.password")}</span>
          <input
            name="password"
            type=${this.shown ? "text" : "password"}
            autocomplete="new-password"
            required
            aria-describedby="password-rules"
            .value=${this.password}
            @input=${(event: Event) => (this.password = (event.target as HTMLInputElement).value)}
        /></label>
        <label class="check"
          ><input type="checkbox" .checked=${this.shown} @change=${() => (this.shown = !this.shown)} /><span
            >${t("login.show")}</span
          ></label
        >
        ${this.#rules()}
        <p class="error" role="alert">${this.failure === null ? nothing : reason(this.failure)}</p>
        <button class="button button-primary button-wide" ?disabled=${this.busy || !this.#fit}>
          ${t(this.busy ? "setup.busy" : "setup.submit")}
        </button>
      </form>`;
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("[name=name]")?.focus();
  }

  get #fit(): boolean {
    return verdicts(this.password, this.name).every(({ met }) => met);
  }

  #rules(): TemplateResult {
    const level = strength(this.password, this.name);
    const parameters = { n: SHORTEST, count: [...this.password].length };
    return html`<div id="password-rules" class="rules">
      <p class="strength" data-level=${level}>
        <svg class="strength-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="bar-track" width="100" height="4"></rect>
          <rect class="strength-fill" width=${level * 25} height="4"></rect>
        </svg>
        <span>${t(`password.strength.${level as 0 | 1 | 2 | 3 | 4}`)}</span>
      </p>
      <ul>
        ${verdicts(this.password, this.name).map(
          ({ rule, met }) => html`<li data-met=${met}>
            <span aria-hidden="true">${met ? "✓" : "○"}</span>
            <span>${t(`password.${rule}`, parameters)}</span>
            <span class="visually-hidden">${t(met ? "password.met" : "password.open")}</span>
          </li>`,
        )}
      </ul>
      <p class="muted small">${t("password.hint")}</p>
    </div>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy || !this.#fit) return;
    this.busy = true;
    this.failure = null;
    this.failure = await setUp(setupToken, this.name.trim(), this.password);
    this.busy = false;
    if (this.failure === null) this.password = "";
    else if (this.failure.field !== null) this.querySelector<HTMLElement>(`[name=${CSS.escape(this.failure.field)}]`)?.focus();
  }
}

function reason(failure: Failure): string {
  if (failure.code === "http_410" || failure.code === "already_set_up") return t("setup.closed");
  if (failure.trouble === "too_many") return t("setup.tooMany");
  const aboutLink = failure.trouble === "unauthenticated" || failure.trouble === "forbidden" || WRONG_LINK.test(failure.code);
  return aboutLink ? t("setup.wrongLink") : trouble(failure);
}

define("aa-setup", Setup);
