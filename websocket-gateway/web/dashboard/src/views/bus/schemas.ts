/** The schemas of events and commands: their versions, what each breaks, and the text of one. */

import { type TemplateResult, html, nothing } from "lit";
import { ask, pathOf } from "../../api.ts";
import * as format from "../../format.ts";
import { type Json, objects, text } from "../../store/model.ts";
import { t, trouble } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Remote, card, records } from "../remote.ts";

class Schemas extends PageElement {
  readonly #schemas = new Remote(this, () => "/api/bus/schemas?limit=100");
  /** By type and version, as they were opened. */
  readonly #texts = new Map<string, string>();

  override render(): TemplateResult {
    const table = () =>
      records(
        t("schemas.title"),
        [
          { head: t("schemas.type"), mono: true, cell: (row) => text(row["type"]) ?? format.NOTHING },
          { head: t("schemas.kind"), cell: (row) => kind(text(row["kind"])) },
          { head: t("schemas.versions"), cell: (row) => objects(row["versions"]).map((version) => this.#version(text(row["type"]) ?? "", version)) },
        ],
        this.#schemas.rows,
      );
    return card(t("schemas.title"), this.#schemas, this.#schemas.show(table, empty(t("schemas.none"), t("catalogue.none.hint"))));
  }

  #version(type: string, version: Json): TemplateResult {
    const name = text(version["version"]) ?? "";
    const breaks = objects(version["breaks"]);
    return html`<details class="payload" @toggle=${(event: Event) => this.#toggled(event, type, name)}>
      <summary class="small">
        ${name} <span class="muted">${format.dateTime(text(version["registered_at"]))}</span>
        ${breaks.length === 0 ? nothing : html`<span class="error">${t("schemas.breaks", { n: format.integer(breaks.length) })}</span>`}
      </summary>
      ${breaks.length === 0
        ? nothing
        : html`<ul>${breaks.map((one) => html`<li><span class="mono">${text(one["path"]) ?? ""}</span> ${text(one["reason"]) ?? ""}</li>`)}</ul>`}
      <pre>${this.#texts.get(`${type} ${name}`) ?? t("remote.loading")}</pre>
    </details>`;
  }

  async #toggled(event: Event, type: string, version: string): Promise<void> {
    const key = `${type} ${version}`;
    if (!(event.currentTarget as HTMLDetailsElement).open || this.#texts.has(key)) return;
    const answer = await ask("GET", pathOf(`/api/bus/schemas/${encodeURIComponent(type)}`, { version }));
    if (answer.ok) this.#texts.set(key, JSON.stringify(answer.data["schema"], null, 2));
    else this.#texts.set(key, trouble(answer));
    this.requestUpdate();
  }
}

function kind(said: string | null): string {
  if (said === "event") return t("schemas.event");
  return said === "command" ? t("schemas.command") : (said ?? format.NOTHING);
}

define("aa-schemas", Schemas);
