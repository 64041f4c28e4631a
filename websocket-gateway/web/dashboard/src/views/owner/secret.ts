/** Something that is told once: to be copied, and gone when the user says so. */

import { type TemplateResult, html } from "lit";
import { t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";

class Secret extends PageElement {
  static override properties = { value: {}, note: {}, copied: { state: true } };

  declare value: string;
  declare note: string;
  declare copied: "no" | "yes" | "failed";

  constructor() {
    super();
    this.value = this.note = "";
    this.copied = "no";
  }

  override render(): TemplateResult {
    return html`<div class="secret message message-warning">
      <p>${this.note}</p>
      <code>${this.value}</code>
      <div class="actions">
        <button type="button" class="button button-small" @click=${this.#copy}>
          ${t(this.copied === "yes" ? "secret.copied" : "secret.copy")}
        </button>
        <button type="button" class="button button-small" @click=${() => this.dispatchEvent(new CustomEvent("done"))}>
          ${t("secret.done")}
        </button>
      </div>
      <p class="small" role="status">${this.copied === "failed" ? t("secret.byHand") : ""}</p>
    </div>`;
  }

  /** A page without TLS has no clipboard; then the text is selected for copying by hand. */
  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value);
      this.copied = "yes";
    } catch {
      getSelection()?.selectAllChildren(this.querySelector("code")!);
      this.copied = "failed";
    }
  }
}

define("aa-secret", Secret);
