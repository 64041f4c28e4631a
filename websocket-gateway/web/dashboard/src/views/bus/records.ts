/** What stands written on the bus: its events for people, what was turned away, how the services were. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, number, objects, text } from "../../store/model.ts";
import { serviceStatus, t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Remote, card, payload, records, strings } from "../remote.ts";

class Catalogue extends PageElement {
  readonly #events = new Remote(this, () => "/api/bus/catalogue");

  override render(): TemplateResult {
    const content = () => {
      const events = objects(this.#events.data?.["events"]);
      return events.length === 0 ? empty(t("catalogue.none"), t("catalogue.none.hint")) : catalogue(events);
    };
    return card(t("catalogue.title"), this.#events, this.#events.show(content));
  }
}

function catalogue(events: readonly Json[]): TemplateResult {
  return records(
    t("catalogue.title"),
    [
      { head: t("bus.eventType"), mono: true, cell: (row) => text(row["event_type"]) ?? format.NOTHING },
      { head: t("catalogue.version"), cell: (row) => text(row["version"]) ?? format.NOTHING },
      { head: t("catalogue.meaning"), cell: (row) => sentence(text(row["description"])) },
      { head: t("topology.says"), cell: (row) => sentence(strings(row["said_by"]).join(", ")) },
      { head: t("topology.hears"), cell: (row) => sentence(strings(row["heard_by"]).join(", ")) },
      { head: t("catalogue.fields"), cell: (row) => fields(objects(row["fields"])) },
      { head: t("catalogue.example"), cell: (row) => payload(row["example"]) },
    ],
    events,
  );
}

/** Cells are one line each; a sentence would push the columns behind it out of sight. */
function sentence(said: string | null): TemplateResult {
  return html`<span class="sentence">${said || format.NOTHING}</span>`;
}

function fields(all: readonly Json[]): TemplateResult | string {
  if (all.length === 0) return format.NOTHING;
  return html`<details class="payload">
    <summary class="small">${format.integer(all.length)}</summary>
    <ul>
      ${all.map(
        (field) => html`<li>
          <span class="mono">${text(field["name"]) ?? ""}${field["required"] === true ? "" : "?"}</span>
          <span class="muted">${text(field["type"]) ?? ""}</span> ${text(field["description"]) ?? nothing}
        </li>`,
      )}
    </ul>
  </details>`;
}

class Quarantine extends PageElement {
  readonly #refused = new Remote(this, () => "/api/bus/quarantine?limit=50", 10_000);

  override render(): TemplateResult {
    const table = () =>
      records(
        t("quarantine.title"),
        [
          { head: t("quarantine.heard"), cell: (row) => format.dateTime(text(row["heard_at"])) },
          { head: t("quarantine.channel"), mono: true, cell: (row) => text(row["channel"]) ?? format.NOTHING },
          { head: t("dead.reason"), cell: (row) => sentence(text(row["explanation"]) ?? text(row["reason"])) },
          { head: t("quarantine.field"), mono: true, cell: (row) => text(row["field"]) ?? format.NOTHING },
          { head: t("quarantine.size"), num: true, cell: (row) => format.integer(number(row["size"])) },
          { head: t("remote.content"), cell: (row) => payload(row["text"]) },
        ],
        this.#refused.rows,
      );
    const none = empty(t("quarantine.none"), t("quarantine.none.hint"));
    return card(t("quarantine.title"), this.#refused, this.#refused.show(table, none));
  }
}

class HealthHistory extends PageElement {
  readonly #changes = new Remote(this, () => "/api/bus/health-history?limit=50", 15_000);

  override render(): TemplateResult {
    const table = () =>
      records(
        t("history.title"),
        [
          { head: t("history.at"), cell: (row) => format.dateTime(text(row["at"])) },
          { head: t("system.service"), cell: (row) => text(row["service"]) ?? format.NOTHING },
          { head: t("system.instance"), mono: true, cell: (row) => text(row["instance"]) ?? format.NOTHING },
          { head: t("system.state"), cell: status },
        ],
        this.#changes.rows,
      );
    return card(t("history.title"), this.#changes, this.#changes.show(table, empty(t("history.none"), t("history.none.hint"))));
  }
}

/** One that says goodbye is something else than one that falls silent. */
function status(row: Json): string {
  const said = serviceStatus(text(row["status"])?.toLowerCase() ?? null);
  return row["silent"] === true ? t("history.silent", { status: said }) : said;
}

define("aa-catalogue", Catalogue);
define("aa-quarantine", Quarantine);
define("aa-health-history", HealthHistory);
