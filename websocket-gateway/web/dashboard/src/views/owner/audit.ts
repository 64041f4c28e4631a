/** Who did what, and whether the record is whole. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, number, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { de } from "../../text/de.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Remote, card, payload, records } from "../remote.ts";

const SHOWN = new Set(["seq", "time", "actor", "action", "result", "address", "hash", "target"]);

class Audit extends PageElement {
  readonly #entries = new Remote(this, () => "/api/audit?limit=50");
  readonly #verification = new Remote(this, () => "/api/audit/verification");

  override render(): TemplateResult {
    const table = () =>
      records(
        t("audit.title"),
        [
          { head: t("audit.time"), cell: (row) => format.dateTime(text(row["time"])) },
          { head: t("audit.actor"), cell: (row) => text(row["actor"]) ?? format.NOTHING },
          { head: t("audit.action"), cell: (row) => actionName(text(row["action"])) },
          { head: t("audit.target"), mono: true, cell: (row) => text(row["target"]) ?? format.NOTHING },
          { head: t("audit.outcome"), cell: (row) => resultName(text(row["result"])) },
          { head: t("audit.address"), mono: true, cell: (row) => text(row["address"]) ?? format.NOTHING },
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
    const intact = data["whole"] === true;
    const where = number(data["broken_at"]);
    return html`<span class="badge ${intact ? "badge-buy" : "badge-sell"}" role="status"
        >${intact
          ? t("audit.intact", { n: format.integer(number(data["entries"])) })
          : t("audit.broken", { at: where === null ? format.NOTHING : format.integer(where) })}</span
      >${check}`;
  }
}

function details(row: Json): TemplateResult | typeof nothing {
  const rest = Object.entries(row).filter(([name, value]) => !SHOWN.has(name) && value !== null);
  return rest.length === 0 ? nothing : payload(Object.fromEntries(rest));
}

/** `done`, or the code of a refusal. */
function resultName(result: string | null): string {
  if (result === null) return format.NOTHING;
  const key = `audit.result.${result}`;
  return key in de ? t(key as TextKey) : result.replaceAll("_", " ");
}

/** `token.create` or `command.place_order` in the reader's language where it is known. */
function actionName(action: string | null): string {
  if (action === null) return format.NOTHING;
  const name = action.replace(/^command\./, "");
  const key = `audit.action.${name}`;
  return key in de ? t(key as TextKey) : name.replaceAll(/[._]/g, " ");
}

define("aa-audit", Audit);
