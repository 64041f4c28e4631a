/** Reports of the depot: those that were made, each as a file, and how far the next one is. */

import { CommandError, type UserCommandProgress, newId } from "@aktienanalyse/client";
import { type TemplateResult, html, nothing } from "lit";
import { ask } from "../api.ts";
import { client } from "../context.ts";
import * as format from "../format.ts";
import { type Json, text } from "../store/model.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { refusal, reportStep, t, trouble } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { empty } from "./pieces.ts";
import { Remote, card, records } from "./remote.ts";

/** Behind others in the queue it may wait; its end is told however long it takes. */
const PATIENCE_MS = 120_000;

interface Making {
  readonly commandId: string;
  readonly progress: UserCommandProgress | null;
}

class Reports extends PageElement {
  static override properties = { making: { state: true }, note: { state: true }, bad: { state: true } };

  declare making: Making | null;
  declare note: string;
  declare bad: boolean;
  readonly #reports = new Remote(this, () => "/api/reports?limit=10");
  #silence = () => {};

  constructor() {
    super();
    this.making = null;
    this.note = "";
    this.bad = false;
    new Watch(this, store.access, store.link);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#silence = client.on("user.command_progress", ({ data }) => {
      if (data.command_id === this.making?.commandId) this.making = { commandId: data.command_id, progress: data };
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#silence();
  }

  override render(): TemplateResult {
    const table = () =>
      records(
        t("reports.title"),
        [
          { head: t("reports.made"), cell: (row) => format.dateTime(text(row["created_at"])) },
          { head: t("reports.period"), cell: (row) => `${format.marketDay(text(row["from"]))} – ${format.marketDay(text(row["to"]))}` },
          { head: t("reports.format"), cell: (row) => text(row["format"])?.toUpperCase() ?? format.NOTHING },
          { head: t("orders.action"), num: true, cell: (row) => this.#saveButton(row) },
        ],
        this.#reports.rows,
      );
    const none = empty(t("reports.none"), t("reports.none.hint"));
    return card(
      t("reports.title"),
      this.#reports,
      html`${store.access.mayTrade ? this.#form() : nothing}
        <p class="note small pad ${this.bad ? "error" : "muted"}" role="status">${this.#state()}</p>
        ${this.#reports.show(table, none)}`,
    );
  }

  #form(): TemplateResult {
    return html`<form class="row-form pad" @submit=${this.#generate}>
      <label class="field"><span>${t("journal.from")}</span><input name="from" type="date" /></label>
      <label class="field"><span>${t("journal.to")}</span><input name="to" type="date" /></label>
      <div class="actions">
        <button class="button button-primary" ?disabled=${this.making !== null || !store.link.live}>${t("reports.generate")}</button>
      </div>
    </form>`;
  }

  #state(): TemplateResult | string {
    if (this.making === null) return this.note;
    const { progress } = this.making;
    const percent = progress?.percent ?? 0;
    return html`<progress max="100" value=${percent} aria-label=${t("reports.making")}></progress> ${said(progress)}`;
  }

  async #generate(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const day = (name: string) => (form.get(name) ? { [name]: String(form.get(name)) } : {});
    const commandId = newId();
    this.making = { commandId, progress: null };
    this.bad = false;
    const failed = await this.#ordered({ format: "csv", ...day("from"), ...day("to") }, commandId);
    this.making = null;
    this.bad = failed !== null;
    this.note = failed ?? t("reports.done");
    if (failed === null) void this.#reports.load();
  }

  /** Why not, or null when it is made. */
  async #ordered(wish: Record<string, string>, commandId: string): Promise<string | null> {
    try {
      const answer = await client.sendUserCommand("generate_report", wish, { commandId, timeoutMs: PATIENCE_MS });
      if (answer.status === "error") return refusal(answer.result);
      return answer.status === "success" ? null : t("reports.nothing");
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return t(error.outcomeUnknown ? "reports.unanswered" : "reports.offline");
    }
  }

  #saveButton(row: Json): TemplateResult | typeof nothing {
    const id = text(row["report_id"]);
    if (id === null) return nothing;
    return html`<button type="button" class="button button-small" @click=${() => this.#save(id)}>${t("reports.save")}</button>`;
  }

  async #save(id: string): Promise<void> {
    const answer = await ask("GET", `/api/reports/${encodeURIComponent(id)}`);
    this.bad = !answer.ok;
    this.note = answer.ok ? "" : trouble(answer);
    if (answer.ok) saveAs(answer.data);
  }
}

function said(progress: UserCommandProgress | null): string {
  switch (progress?.state) {
    case "running":
      return `${progress.percent} % ${reportStep(progress.doing ?? null)}`;
    case "retrying":
      return t("reports.retrying", { time: format.dateTime(progress.next_at ?? null) });
    case "stopped":
      return t("reports.stopped");
    default:
      return t("reports.waiting");
  }
}

function saveAs(file: Json): void {
  const blob = new Blob([text(file["content"]) ?? ""], { type: text(file["content_type"]) ?? "text/plain" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = text(file["file_name"]) ?? "report.csv";
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

define("aa-reports", Reports);
