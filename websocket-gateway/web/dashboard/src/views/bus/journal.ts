/** Every event that went over the bus, to be searched. */

import { type TemplateResult, html, nothing } from "lit";
import { pathOf } from "../../api.ts";
import * as format from "../../format.ts";
import { type Json, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Remote, card, payload, records } from "../remote.ts";

const FIELDS: readonly (readonly [string, TextKey])[] = [
  ["event_type", "bus.eventType"],
  ["subject", "journal.subject"],
  ["source", "journal.source"],
  ["correlation_id", "journal.correlation"],
];

class Journal extends PageElement {
  static override properties = { query: { state: true } };

  declare query: Readonly<Record<string, string>>;
  readonly #entries = new Remote(this, () => pathOf("/api/bus/journal", { ...this.query, limit: 50 }));

  constructor() {
    super();
    this.query = {};
  }

  override render(): TemplateResult {
    const table = () =>
      records(
        t("journal.title"),
        [
          { head: t("bus.eventType"), mono: true, cell: (row) => text(row["event_type"]) ?? format.NOTHING },
          { head: t("journal.occurred"), cell: (row) => format.dateTime(text(row["occurred_at"])) },
          { head: t("journal.subject"), cell: (row) => text(row["subject"]) ?? format.NOTHING },
          { head: t("journal.source"), cell: (row) => text(row["source"]) ?? format.NOTHING },
          { head: t("journal.position"), mono: true, cell: (row) => text(row["position"]) ?? format.NOTHING },
          { head: t("remote.content"), cell: (row) => payload(row["event"]) },
          { head: t("orders.action"), num: true, cell: (row) => this.#chain(row) },
        ],
        this.#entries.rows,
      );
    return html`<section class="card">${this.#form()}</section>
      ${card(t("journal.title"), this.#entries, this.#entries.show(table, empty(t("journal.none"), t("journal.none.hint"))))}`;
  }

  #form(): TemplateResult {
    return html`<form class="row-form" @submit=${this.#search} @reset=${() => this.#set({})}>
      ${FIELDS.map(
        ([name, label]) =>
          html`<label class="field"><span>${t(label)}</span><input name=${name} autocomplete="off" .value=${this.query[name] ?? ""} /></label>`,
      )}
      <label class="field"><span>${t("journal.from")}</span><input name="from" type="datetime-local" step="1" /></label>
      <label class="field"><span>${t("journal.to")}</span><input name="to" type="datetime-local" step="1" /></label>
      <label class="check"><input type="checkbox" name="oldest_first" value="true" /><span>${t("journal.oldestFirst")}</span></label>
      <div class="actions">
        <button class="button button-primary">${t("journal.search")}</button>
        <button type="reset" class="button">${t("journal.reset")}</button>
      </div>
    </form>`;
  }

  #search(event: SubmitEvent): void {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget as HTMLFormElement)].map(([name, value]) => [name, String(value).trim()]));
    for (const name of ["from", "to"]) {
      const local = values[name];
      // What is typed is the reader's time; the bus counts in UTC.
      if (local) values[name] = new Date(local).toISOString();
    }
    this.#set(values);
  }

  #set(query: Readonly<Record<string, string>>): void {
    this.query = query;
    void this.#entries.load();
  }

  #chain(row: Json): TemplateResult | typeof nothing {
    const correlation = text(row["correlation_id"]);
    if (correlation === null || correlation === this.query["correlation_id"]) return nothing;
    return html`<button type="button" class="button button-small" @click=${() => this.#set({ correlation_id: correlation, oldest_first: "true" })}>
      ${t("journal.chain")}
    </button>`;
  }
}

define("aa-journal", Journal);
