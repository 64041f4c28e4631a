/** Which events go to whom, and who lags behind. */

import { type TemplateResult, html } from "lit";
import * as format from "../../format.ts";
import { type Json, number, objects, text } from "../../store/model.ts";
import { t } from "../../text/texts.ts";
import { PageElement, define } from "../element.ts";
import { empty } from "../pieces.ts";
import { Deed, Remote, card, records, strings } from "../remote.ts";

class Routing extends PageElement {
  static override properties = { editing: { state: true } };

  declare editing: string | null;
  readonly #routing = new Remote(this, () => "/api/bus/routing", 10_000);
  readonly #deed = new Deed(this);

  constructor() {
    super();
    this.editing = null;
  }

  override render(): TemplateResult {
    const rules = objects(this.#routing.data?.["rules"]);
    const targets = objects(this.#routing.data?.["targets"]);
    return html`${card(
      t("routing.targets"),
      this.#routing,
      this.#routing.show(() => (targets.length === 0 ? empty(t("routing.targets.none")) : targetTable(targets))),
    )}
    ${card(
      t("routing.rules"),
      this.#routing,
      html`${this.#deed.show()}
      ${this.#routing.show(() => (rules.length === 0 ? empty(t("routing.rules.none")) : this.#ruleTable(rules)))}`,
    )}`;
  }

  #ruleTable(rules: readonly Json[]): TemplateResult {
    return records(
      t("routing.rules"),
      [
        { head: t("routing.pattern"), mono: true, cell: (row) => text(row["pattern"]) ?? format.NOTHING },
        { head: t("routing.goesTo"), cell: (row) => this.#targets(row) },
      ],
      rules,
    );
  }

  #targets(row: Json): TemplateResult {
    const pattern = text(row["pattern"]) ?? "";
    const targets = strings(row["targets"]);
    if (this.editing !== pattern) {
      return html`<span class="mono">${targets.join(", ")}</span>
        <button type="button" class="button button-small" aria-label=${t("routing.edit.of", { pattern })} @click=${() => (this.editing = pattern)}>
          ${t("routing.edit")}
        </button>`;
    }
    return html`<form class="inline-form" @submit=${(event: SubmitEvent) => this.#save(event, pattern)}>
      <input name="targets" aria-label=${t("routing.goesTo")} .defaultValue=${targets.join(", ")} />
      <button class="button button-small button-primary" ?disabled=${this.#deed.busy}>${t("routing.save")}</button>
      <button type="button" class="button button-small" @click=${() => (this.editing = null)}>${t("confirm.cancel")}</button>
    </form>`;
  }

  async #save(event: SubmitEvent, pattern: string): Promise<void> {
    event.preventDefault();
    const said = String(new FormData(event.currentTarget as HTMLFormElement).get("targets"));
    const targets = said.split(/[\s,]+/).filter((target) => target !== "");
    const done = await this.#deed.run("PUT", `/api/bus/routing/${encodeURIComponent(pattern)}`, { targets }, () =>
      t("routing.saved", { pattern }),
    );
    if (done === null) return;
    this.editing = null;
    void this.#routing.load();
  }
}

function targetTable(targets: readonly Json[]): TemplateResult {
  return records(
    t("routing.targets"),
    [
      { head: t("routing.target"), mono: true, cell: (row) => text(row["target"]) ?? format.NOTHING },
      { head: t("system.service"), cell: (row) => text(row["service"]) ?? format.NOTHING },
      { head: t("routing.lag"), num: true, cell: (row) => format.integer(number(row["lag"])) },
      { head: t("routing.pending"), num: true, cell: (row) => format.integer(number(row["pending"])) },
      { head: t("routing.hears"), mono: true, cell: (row) => strings(row["hears"]).join(", ") || format.NOTHING },
      { head: t("routing.notRouted"), mono: true, cell: (row) => strings(row["not_routed"]).join(", ") || format.NOTHING },
    ],
    targets,
  );
}

define("aa-routing", Routing);
