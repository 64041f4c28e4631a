/** API tokens: for scripts, told once, revoked at any time. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import "../confirm.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Deed, Remote, card, records, strings } from "../remote.ts";
import "./secret.ts";

const SCOPES = ["read", "trade", "admin"] as const;

class Tokens extends PageElement {
  static override properties = { secret: { state: true } };

  declare secret: string | null;
  readonly #tokens = new Remote(this, () => "/api/tokens");
  readonly #deed = new Deed(this);

  constructor() {
    super();
    this.secret = null;
  }

  override render(): TemplateResult {
    const table = () =>
      records(
        t("tokens.title"),
        [
          { head: t("tokens.name"), cell: (row) => text(row["name"]) ?? format.NOTHING },
          { head: t("tokens.scopes"), cell: (row) => strings(row["scopes"]).map(scopeName).join(", ") },
          { head: t("tokens.created"), cell: (row) => format.dateTime(text(row["created_at"])) },
          { head: t("tokens.used"), cell: (row) => (text(row["last_used_at"]) === null ? t("tokens.never") : format.dateTime(text(row["last_used_at"]))) },
          { head: t("orders.action"), num: true, cell: (row) => this.#revoke(row) },
        ],
        this.#tokens.rows,
      );
    return html`<section class="card">
        <div class="card-head"><h2>${t("tokens.new")}</h2></div>
        <p class="muted small">${t("tokens.hint")}</p>
        <form class="row-form" @submit=${this.#create}>
          <label class="field"><span>${t("tokens.name")}</span><input name="name" required maxlength="64" autocomplete="off" /></label>
          <fieldset class="checks">
            <legend>${t("tokens.scopes")}</legend>
            ${SCOPES.map(
              (scope) => html`<label class="check"
                ><input type="checkbox" name="scopes" value=${scope} .defaultChecked=${scope === "read"} /><span>${scopeName(scope)}</span></label
              >`,
            )}
          </fieldset>
          <button class="button button-primary" ?disabled=${this.#deed.busy}>${t("tokens.create")}</button>
        </form>
        ${this.secret === null
          ? nothing
          : html`<aa-secret .value=${this.secret} .note=${t("tokens.once")} @done=${() => (this.secret = null)}></aa-secret>`}
        ${this.#deed.show()}
      </section>
      ${card(t("tokens.title"), this.#tokens, this.#tokens.show(table, empty(t("tokens.none"), t("tokens.none.hint"))))}`;
  }

  #revoke(row: Json): TemplateResult {
    const id = text(row["id"]) ?? "";
    const name = text(row["name"]) ?? id;
    return html`<aa-confirm
      .label=${t("tokens.revoke")}
      .question=${t("tokens.revoke.question", { name })}
      .disabled=${this.#deed.busy}
      @yes=${async () => {
        await this.#deed.run("DELETE", `/api/tokens/${encodeURIComponent(id)}`, undefined, () => t("tokens.revoked", { name }));
        void this.#tokens.load();
      }}
    ></aa-confirm>`;
  }

  async #create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const values = new FormData(form);
    const scopes = values.getAll("scopes").map(String);
    this.secret = null;
    const name = String(values.get("name")).trim();
    const made = await this.#deed.run("POST", "/api/tokens", { name, scopes }, () => t("tokens.made", { name }));
    if (made === null) return;
    this.secret = text(made["secret"]);
    form.reset();
    void this.#tokens.load();
  }
}

function scopeName(scope: string): string {
  return (SCOPES as readonly string[]).includes(scope) ? t(`scope.${scope}` as TextKey) : scope;
}

define("aa-tokens", Tokens);
