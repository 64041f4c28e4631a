/** Who may log in, and links for those who are to. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, text } from "../../store/model.ts";
import { store } from "../../store/store.ts";
import { type TextKey, t } from "../../text/texts.ts";
import "../confirm.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Deed, Remote, card, records } from "../remote.ts";
import "./secret.ts";

const ROLES = ["VIEWER", "TRADER", "OWNER"] as const;

class Users extends PageElement {
  static override properties = { link: { state: true } };

  declare link: string | null;
  readonly #users = new Remote(this, () => "/api/users");
  readonly #deed = new Deed(this);

  constructor() {
    super();
    this.link = null;
  }

  override render(): TemplateResult {
    const table = () =>
      records(
        t("users.title"),
        [
          { head: t("users.name"), cell: (row) => text(row["name"]) ?? format.NOTHING },
          { head: t("users.role"), cell: (row) => roleName(text(row["role"])) },
          { head: t("users.since"), cell: (row) => format.dateTime(text(row["created_at"])) },
          { head: t("orders.action"), num: true, cell: (row) => this.#remove(row) },
        ],
        this.#users.rows,
      );
    return html`<section class="card">
        <div class="card-head"><h2>${t("users.invite")}</h2></div>
        <p class="muted small">${t("users.invite.hint")}</p>
        <form class="row-form" @submit=${this.#invite}>
          <label class="field"><span>${t("users.name")}</span><input name="name" required maxlength="64" autocomplete="off" /></label>
          <label class="field"
            ><span>${t("users.role")}</span>
            <select name="role">
              ${ROLES.map((role) => html`<option value=${role}>${t(`role.${role}`)}</option>`)}
            </select></label
          >
          <button class="button button-primary" ?disabled=${this.#deed.busy}>${t("users.invite.submit")}</button>
        </form>
        ${this.link === null
          ? nothing
          : html`<aa-secret .value=${this.link} .note=${t("users.invite.once")} @done=${() => (this.link = null)}></aa-secret>`}
        ${this.#deed.show()}
      </section>
      ${card(t("users.title"), this.#users, this.#users.show(table, empty(t("users.none"))))}`;
  }

  /** The owner and oneself stay; the gateway says so too. */
  #remove(row: Json): TemplateResult | typeof nothing {
    const id = text(row["id"]);
    const name = text(row["name"]) ?? "";
    if (id === null || id === "owner" || name === store.access.user?.name) return nothing;
    return html`<aa-confirm
      .label=${t("users.remove")}
      .question=${t("users.remove.question", { name })}
      .disabled=${this.#deed.busy}
      @yes=${async () => {
        await this.#deed.run("DELETE", `/api/users/${encodeURIComponent(id)}`, undefined, () => t("users.removed", { name }));
        void this.#users.load();
      }}
    ></aa-confirm>`;
  }

  async #invite(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const values = new FormData(form);
    const name = String(values.get("name")).trim();
    this.link = null;
    const made = await this.#deed.run("POST", "/api/users/invitations", { name, role: values.get("role") }, () =>
      t("users.invited", { name }),
    );
    if (made === null) return;
    const link = text(made["link"]);
    this.link = link === null ? null : new URL(link, location.origin).href;
    form.reset();
    void this.#users.load();
  }
}

function roleName(role: string | null): string {
  const known = ROLES.find((name) => name === role?.toUpperCase());
  return known === undefined ? (role ?? format.NOTHING) : t(`role.${known}` as TextKey);
}

define("aa-users", Users);
