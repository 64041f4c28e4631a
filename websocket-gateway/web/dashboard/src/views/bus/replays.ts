/** Past events told once more: to a service or to one browser. */

import { type TemplateResult, html, nothing } from "lit";
import * as format from "../../format.ts";
import { type Json, number, text } from "../../store/model.ts";
import { type TextKey, t } from "../../text/texts.ts";
import { de } from "../../text/de.ts";
import { PageElement, define } from "../element.ts";
import { bar, empty } from "../pieces.ts";
import { Deed, Remote, card, records } from "../remote.ts";

type Step = "pause" | "resume" | "cancel";

class ReplaysView extends PageElement {
  readonly #replays = new Remote(this, () => "/api/bus/replays?limit=50", 3_000);
  readonly #deed = new Deed(this);

  override render(): TemplateResult {
    const table = () =>
      records(
        t("replays.title"),
        [
          { head: t("replays.target"), mono: true, cell: (row) => text(row["group"]) ?? text(row["client_id"]) ?? format.NOTHING },
          { head: t("replays.what"), cell: what },
          { head: t("dead.state"), cell: (row) => stateName(text(row["state"])) },
          { head: t("replays.progress"), num: true, cell: progress },
          { head: t("replays.speed"), num: true, cell: (row) => speed(number(row["speed"])) },
          { head: t("tokens.created"), cell: (row) => format.dateTime(text(row["created_at"])) },
          { head: t("orders.action"), num: true, cell: (row) => this.#steps(row) },
        ],
        this.#replays.rows,
      );
    return html`<section class="card">
        <div class="card-head"><h2>${t("replays.new")}</h2></div>
        <p class="muted small">${t("replays.hint")}</p>
        ${this.#form()} ${this.#deed.show()}
      </section>
      ${card(t("replays.title"), this.#replays, this.#replays.show(table, empty(t("replays.none"))))}`;
  }

  #form(): TemplateResult {
    return html`<form class="row-form" @submit=${this.#start}>
      <label class="field"
        ><span>${t("replays.to")}</span>
        <select name="kind">
          <option value="group">${t("replays.group")}</option>
          <option value="client_id">${t("replays.client")}</option>
        </select></label
      >
      <label class="field"><span>${t("replays.target")}</span><input name="target" required autocomplete="off" /></label>
      <label class="field"><span>${t("bus.eventType")}</span><input name="event_type" autocomplete="off" /></label>
      <label class="field"><span>${t("journal.from")}</span><input name="from" type="datetime-local" step="1" /></label>
      <label class="field"><span>${t("journal.to")}</span><input name="to" type="datetime-local" step="1" /></label>
      <label class="field"
        ><span>${t("replays.speed")}</span>
        <select name="speed">
          ${["", "1", "10", "100"].map((value) => html`<option value=${value}>${speed(value === "" ? null : Number(value))}</option>`)}
        </select></label
      >
      <div class="actions">
        <button class="button" value="count" ?disabled=${this.#deed.busy}>${t("replays.count")}</button>
        <button class="button button-primary" value="start" ?disabled=${this.#deed.busy}>${t("replays.start")}</button>
      </div>
    </form>`;
  }

  async #start(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget as HTMLFormElement)].map(([name, value]) => [name, String(value).trim()]));
    const dryRun = (event.submitter as HTMLButtonElement | null)?.value === "count";
    const time = (name: string) => (values[name] ? { [name]: new Date(values[name]).toISOString() } : {});
    const body = {
      target: { [values["kind"] ?? "group"]: values["target"] },
      ...time("from"),
      ...time("to"),
      ...(values["event_type"] ? { event_type: values["event_type"] } : {}),
      ...(values["speed"] ? { speed: Number(values["speed"]) } : {}),
      ...(dryRun ? { dry_run: true } : {}),
    };
    await this.#deed.run("POST", "/api/bus/replays", body, (answer) =>
      t(dryRun ? "replays.counted" : "replays.started", { n: format.integer(number(answer["count"])) }),
    );
    if (!dryRun) void this.#replays.load();
  }

  #steps(row: Json): TemplateResult | typeof nothing {
    const state = text(row["state"]);
    const id = text(row["replay_id"]);
    if (id === null || (state !== "running" && state !== "paused")) return nothing;
    const steps: readonly Step[] = [state === "running" ? "pause" : "resume", "cancel"];
    return html`<span class="actions actions-end">
      ${steps.map(
        (step) => html`<button type="button" class="button button-small" ?disabled=${this.#deed.busy} @click=${() => this.#step(id, step)}>
          ${t(`replays.${step}`)}
        </button>`,
      )}
    </span>`;
  }

  async #step(id: string, step: Step): Promise<void> {
    await this.#deed.run("POST", `/api/bus/replays/${encodeURIComponent(id)}/${step}`, undefined, () => "");
    void this.#replays.load();
  }
}

function what(row: Json): string {
  const from = text(row["from"]);
  const to = text(row["to"]);
  const type = text(row["event_type"]) ?? t("replays.all");
  return `${type} · ${from === null ? "…" : format.dateTime(from)} – ${to === null ? "…" : format.dateTime(to)}`;
}

function progress(row: Json): TemplateResult {
  const done = number(row["done"]);
  const total = number(row["total"]);
  return html`<span class="filled">${format.integer(done)} / ${format.integer(total)}${bar(done, total ?? 0)}</span>`;
}

/** 0 means without waiting. */
function speed(value: number | null): string {
  return value === null || value === 0 ? t("replays.fast") : `${format.decimal(value, 0)} ×`;
}

function stateName(state: string | null): string {
  const key = `replays.state.${state}`;
  return key in de ? t(key as TextKey) : (state ?? format.NOTHING);
}

define("aa-replays", ReplaysView);
