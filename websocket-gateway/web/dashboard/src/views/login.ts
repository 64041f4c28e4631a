/** The login, as a page of its own and over the page when a session has ended. */

import { type TemplateResult, html, nothing } from "lit";
import type { Failure } from "../api.ts";
import { signIn } from "../entry.ts";
import { settings } from "../settings.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t, trouble } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";

class Login extends PageElement {
  static override properties = { busy: { state: true }, failure: { state: true }, shown: { state: true } };

  declare busy: boolean;
  declare failure: Failure | null;
  declare shown: boolean;

  constructor() {
    super();
    this.busy = false;
    this.failure = null;
    this.shown = false;
    new Watch(this, settings);
  }

  override render(): TemplateResult {
    const { user } = store.access;
    return html`<form class="stack" @submit=${this.#submit}>
      <label class="field"
        ><span>${t("login.name")}</span>
        <input name="name" autocomplete="username" required maxlength="64" .defaultValue=${user?.name ?? ""}
      /></label>
      <label class="field"
        ><span>${t("login.password")}</span>
        <input
          name="password"
          type=${this.shown ? "text" : "password"}
          autocomplete="current-password"
          required
      /></label>
      <label class="check"
        ><input type="checkbox" .checked=${this.shown} @change=${() => (this.shown = !this.shown)} /><span
          >${t("login.show")}</span
        ></label
      >
      <p class="error" role="alert">${this.failure === null ? nothing : reason(this.failure)}</p>
      <button class="button button-primary button-wide" ?disabled=${this.busy}>
        ${t(this.busy ? "login.busy" : "login.submit")}
      </button>
      <p class="muted small">${t("login.forgotten")}</p>
    </form>`;
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>(store.access.user === null ? "[name=name]" : "[name=password]")?.focus();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.currentTarget as HTMLFormElement;
    const values = new FormData(form);
    this.busy = true;
    this.failure = null;
    this.failure = await signIn(String(values.get("name")), String(values.get("password")));
    this.busy = false;
    if (this.failure === null) form.reset();
    else form.querySelector<HTMLInputElement>("[name=password]")?.select();
  }
}

function reason(failure: Failure): string {
  if (failure.trouble === "unauthenticated") return t("login.wrong");
  return failure.trouble === "too_many" ? t("login.tooMany") : trouble(failure);
}

/** The page behind it stays as it is, an order of unknown outcome too. */
class LoginAgain extends PageElement {
  constructor() {
    super();
    new Watch(this, store.access, settings);
  }

  override render(): TemplateResult | typeof nothing {
    if (!store.access.expired) return nothing;
    return html`<dialog class="sheet" aria-labelledby="again-title">
      <h2 id="again-title">${t("login.again")}</h2>
      <p class="muted">${t("login.again.hint")}</p>
      <aa-login></aa-login>
    </dialog>`;
  }

  protected override updated(): void {
    this.open();
  }

  open(): void {
    const dialog = this.querySelector("dialog");
    if (dialog !== null && !dialog.open) dialog.showModal();
  }
}

export function openLogin(): void {
  const again = document.querySelector<LoginAgain>("aa-login-again");
  if (store.access.expired && again !== null) again.open();
  else location.reload();
}

define("aa-login", Login);
define("aa-login-again", LoginAgain);
