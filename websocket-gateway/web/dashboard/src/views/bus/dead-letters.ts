/** Events that a service could not take: read why, have them tried again, or let them go with a reason. */

import { type TemplateResult, html, nothing } from "lit";
import { pathOf } from "../../api.ts";
import * as format from "../../format.ts";
import { type Json, number, text } from "../../store/model.ts";
import { t } from "../../text/texts.ts";
import { askReason } from "../confirm.ts";
import { PageElement, define } from "../element.ts";
import { icons } from "../icons.ts";
import { empty } from "../pieces.ts";
import { Deed, Remote, card, payload, records } from "../remote.ts";

/** What one instruction concerns. */
interface Chosen {
  readonly group: string;
  readonly event_id?: string;
  readonly event_type?: string;
  /** Why they are discarded. */
  readonly reason?: string;
}

class DeadLetters extends PageElement {
  static override properties = { eventType: { state: true } };

  declare eventType: string;
  readonly #letters = new Remote(
    this,
    () => pathOf("/api/bus/dead-letters", { event_type: this.eventType, limit: 50 }),
    15_000,
  );
  readonly #deed = new Deed(this);

  constructor() {
    super();
    this.eventType = "";
  }

  override render(): TemplateResult {
    const { rows } = this.#letters;
    const table = () =>
      html`${this.#together(rows)}
      ${records(
        t("dead.title"),
        [
          { head: t("bus.eventType"), mono: true, cell: (row) => text(row["event_type"]) ?? t("dead.unreadable") },
          { head: t("dead.group"), cell: (row) => text(row["group"]) ?? format.NOTHING },
          { head: t("dead.reason"), cell: (row) => html`<div>${text(row["reason"]) ?? format.NOTHING} ${payload(row["payload"])}</div>` },
          { head: t("dead.attempts"), num: true, cell: (row) => format.integer(number(row["attempts"])) },
          { head: t("dead.at"), cell: (row) => format.dateTime(text(row["at"])) },
          { head: t("dead.state"), cell: (row) => t(row["parked"] === true ? "dead.parked" : "dead.waiting") },
          { head: t("orders.action"), num: true, cell: (row) => this.#rowActions(row) },
        ],
        rows,
      )}`;
    const nothingYet = this.eventType === "" ? empty(t("dead.none"), t("dead.none.hint")) : empty(t("dead.noMatch"));
    return card(t("dead.title"), this.#letters, html`${this.#deed.show()} ${this.#letters.show(table, nothingYet)}`, this.#filter());
  }

  #filter(): TemplateResult {
    return html`<label class="search"
      ><span class="visually-hidden">${t("bus.eventType")}</span>${icons.search}
      <input
        type="search"
        placeholder=${t("bus.eventType")}
        autocomplete="off"
        .value=${this.eventType}
        @change=${(event: Event) => {
          this.eventType = (event.target as HTMLInputElement).value.trim();
          void this.#letters.load();
        }}
    /></label>`;
  }

  /** Instructions go to one group; what is shown says which groups there are. */
  #together(rows: readonly Json[]): TemplateResult {
    const groups = [...new Set(rows.map((row) => text(row["group"])).filter((group) => group !== null))];
    const type = this.eventType === "" ? {} : { event_type: this.eventType };
    return html`<ul class="pad together">
      ${groups.map(
        (group) => html`<li>
          <strong>${group}</strong>
          <aa-confirm
            .label=${this.eventType === "" ? t("dead.retryAll") : t("dead.retryType", { type: this.eventType })}
            .question=${t("dead.retryAll.question", { group })}
            .disabled=${this.#deed.busy}
            @yes=${() => this.#retry({ group, ...type })}
          ></aa-confirm>
          <button type="button" class="button button-small" ?disabled=${this.#deed.busy} @click=${() => this.#discard({ group, ...type })}>
            ${t("dead.discardAll")}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  #rowActions(row: Json): TemplateResult | typeof nothing {
    const group = text(row["group"]);
    const id = text(row["event_id"]);
    if (group === null || id === null) return nothing;
    const one = { group, event_id: id };
    return html`<span class="actions actions-end">
      <button type="button" class="button button-small" ?disabled=${this.#deed.busy} @click=${() => this.#retry(one)}>
        ${t("dead.retry")}
      </button>
      <button type="button" class="button button-small" ?disabled=${this.#deed.busy} @click=${() => this.#discard(one)}>
        ${t("dead.discard")}
      </button>
    </span>`;
  }

  #retry(chosen: Chosen): Promise<void> {
    return this.#instruct("retry", chosen, (n) => t("dead.retried", { n }));
  }

  async #discard(chosen: Chosen): Promise<void> {
    const reason = await askReason(t("dead.discard.title"), t("dead.discard.reason"), t("dead.discard"));
    if (reason !== null) await this.#instruct("discard", { ...chosen, reason }, (n) => t("dead.discarded", { n }));
  }

  async #instruct(what: "retry" | "discard", body: Chosen, said: (n: string) => string): Promise<void> {
    await this.#deed.run("POST", `/api/bus/dead-letters/${what}`, body, (answer) =>
      said(format.integer(number(answer["matching"]) ?? 1)),
    );
    void this.#letters.load();
  }
}

define("aa-dead-letters", DeadLetters);
