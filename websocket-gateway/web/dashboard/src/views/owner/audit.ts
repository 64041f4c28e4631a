/** Who did what, and whether the record is whole. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, number, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { de } from "../../text/de.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Remote, card, payload, records } from "../remote.ts";

const SHOWN = new Set(["sequence", "seq", "id", "at", "time", "timestamp", "actor", "user", "action", "event", "outcome", "result", "hash", "previous_hash", "previous", "address", "remote_address"]);

class Audit extends PageElement {
  readonly #entries = new Remote(this, () => "/api/audit?limit=50");
  readonly #verification = new Remote(this, () => "/api/audit/verification");

  override render(): TemplateResult {
    const table = () =>
      records(
        t("audit.title"),
        [
          { head: t("audit.time"), cell: (row) => format.dateTime(text(row["at"]) ?? text(row["time"]) ?? text(row["timestamp"])) },
          { head: t("audit.actor"), cell: (row) => text(row["actor"]) ?? text(row["user"]) ?? format.NOTHING },
          { head: t("audit.action"), cell: (row) => actionName(text(row["action"]) ?? text(row["event"])) },
          { head: t("audit.outcome"), cell: (row) => text(row["outcome"]) ?? text(row["result"]) ?? format.NOTHING },
          { head: t("audit.address"), mono: true, cell: (row) => text(row["address"]) ?? text(row["remote_address"]) ?? format.NOTHING },
          { head: t("audit.details"), cell: details },
        ],
        this.#entries.rows,
      );
    return card(t("audit.title"), this.#entries, this.#entries.show(table, empty(t("audit.none"))), this.#badge());
  }

  #badge(): TemplateResult {
    const { data, failure, loading } = this.#verification;
    const check = html`<button type="button" class="button button-small" ?disabled=${loading} @click=${() => this.#verification.load()}>
      ${t("audit.verify")}
    </button>`;
    if (data === null) return failure === null || failure.trouble === "missing" ? html`` : check;
    const intact = data["intact"] ?? data["valid"] ?? data["ok"];
    const count = number(data["entries"]) ?? number(data["checked"]) ?? number(data["count"]);
    const where = number(data["broken_at"]) ?? number(data["first_broken"]);
    return html`<span class="badge ${intact === true ? "badge-buy" : "badge-sell"}" role="status"
        >${intact === true
          ? t("audit.intact", { n: format.integer(count) })
          : t("audit.broken", { at: where === null ? format.NOTHING : format.integer(where) })}</span
      >${check}`;
  }
}

function details(row: Json): TemplateResult | typeof nothing {
  const rest = Object.entries(row).filter(([name, value]) => !SHOWN.has(name) && value !== null);
  return rest.length === 0 ? nothing : payload(Object.fromEntries(rest));
}

/** `session.opened` in the reader's language where it is known. */
function actionName(action: string | null): string {
  if (action === null) return format.NOTHING;
  const key = `audit.action.${action.toLowerCase()}`;
  return key in de ? t(key as TextKey) : action.replaceAll(/[._]/g, " ");
}

define("aa-audit", Audit);
