/** A button that asks back once, and a sheet that asks for a reason. */

import { type TemplateResult, html, render } from "lit";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";

/** `<aa-confirm .label=… .question=… @yes=…>`; a second button appears, the first one never does it. */
class Confirm extends PageElement {
  static override properties = { label: {}, question: {}, disabled: { type: Boolean }, asking: { state: true } };

  declare label: string;
  declare question: string;
  declare disabled: boolean;
  declare asking: boolean;

  constructor() {
    super();
    this.label = this.question = "";
    this.disabled = this.asking = false;
  }

  override render(): TemplateResult {
    if (!this.asking) {
      return html`<button type="button" class="button button-small" ?disabled=${this.disabled} @click=${() => (this.asking = true)}>
        ${this.label}
      </button>`;
    }
    return html`<span class="confirm" role="group" aria-label=${this.question}>
      <span class="small">${this.question}</span>
      <button type="button" class="button button-small button-sell" @click=${this.#yes}>${t("confirm.yes")}</button>
      <button type="button" class="button button-small" @click=${() => (this.asking = false)}>${t("confirm.no")}</button>
    </span>`;
  }

  protected override updated(changes: Map<string, unknown>): void {
    // Not the one that does it: an impatient second Enter must be harmless.
    if (changes.get("asking") === false && this.asking) this.querySelector<HTMLElement>("button:last-child")?.focus();
  }

  #yes(): void {
    this.asking = false;
    this.dispatchEvent(new CustomEvent("yes"));
  }
}

/** Null when the user thought better of it. */
export function askReason(title: string, label: string, submit: string): Promise<string | null> {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "sheet";
    dialog.setAttribute("aria-label", title);
    const send = (event: Event) => {
      event.preventDefault();
      const said = dialog.querySelector("input")!.value.trim();
      if (said === "") return;
      resolve(said);
      dialog.close();
    };
    render(
      html`<h2>${title}</h2>
        <form class="stack" @submit=${send}>
          <label class="field"><span>${label}</span><input required maxlength="200" autofocus /></label>
          <div class="actions">
            <button class="button button-primary">${submit}</button>
            <button type="button" class="button" @click=${() => dialog.close()}>${t("confirm.cancel")}</button>
          </div>
        </form>`,
      dialog,
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

define("aa-confirm", Confirm);
