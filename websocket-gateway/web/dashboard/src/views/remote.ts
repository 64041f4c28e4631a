/** What a view shows of the gateway's REST: loading, there, nothing, not allowed, not there yet. */

import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html, nothing } from "lit";
import { type Failure, type Method, ask } from "../api.ts";
import { type Json, items, text } from "../store/model.ts";
import { t, trouble } from "../text/texts.ts";
import { empty } from "./pieces.ts";

/** Loads when its element comes onto the page, again when told to, and the next page of a list. */
export class Remote implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #path: () => string;
  readonly #everyMs: number | null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = 0;
  /** Pages that were loaded since the beginning of the list. */
  #turns = 0;
  data: Json | null = null;
  rows: Json[] = [];
  cursor: string | null = null;
  failure: Failure | null = null;
  loading = false;

  constructor(host: ReactiveControllerHost, path: () => string, everyMs: number | null = null) {
    this.#host = host;
    this.#path = path;
    this.#everyMs = everyMs;
    host.addController(this);
  }

  hostConnected(): void {
    void this.load();
    if (this.#everyMs === null) return;
    this.#timer = setInterval(() => {
      // A list that was paged through must not jump back under the reader's eyes.
      if (!document.hidden && !this.loading && this.#turns === 1) void this.load();
    }, this.#everyMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#turn++;
  }

  async load(): Promise<void> {
    this.#turns = 0;
    await this.#fetch(this.#path(), (rows) => rows);
  }

  async more(): Promise<void> {
    if (this.cursor === null) return;
    const path = this.#path();
    const next = `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(this.cursor)}`;
    await this.#fetch(next, (rows) => [...this.rows, ...rows]);
  }

  /** Only the newest answer counts: a slow one to an earlier search does not overwrite it. */
  async #fetch(path: string, take: (rows: Json[]) => Json[]): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    this.#host.requestUpdate();
    const answer = await ask("GET", path);
    if (turn !== this.#turn) return;
    this.loading = false;
    if (answer.ok) {
      this.#turns++;
      this.failure = null;
      this.data = answer.data;
      this.rows = take(items(answer.data));
      this.cursor = text(answer.data["next_cursor"]);
    } else {
      this.failure = answer;
    }
    this.#host.requestUpdate();
  }

  /** The body of a card: the content when there is any, else why not. */
  show(content: () => TemplateResult, nothingYet: TemplateResult | null = null): TemplateResult {
    const { failure, data } = this;
    if (data === null && failure === null) return html`<p class="muted pad" role="status">${t("remote.loading")}</p>`;
    if (data === null && failure !== null) return this.#why(failure);
    return html`${failure === null
      ? nothing
      : html`<p class="error small pad" role="alert">${t("remote.stale", { reason: trouble(failure) })}</p>`}
    ${nothingYet !== null && this.rows.length === 0 ? nothingYet : content()}
    ${this.cursor === null
      ? nothing
      : html`<p class="pad">
          <button type="button" class="button button-small" ?disabled=${this.loading} @click=${() => this.more()}>
            ${t("remote.more")}
          </button>
        </p>`}`;
  }

  #why(failure: Failure): TemplateResult {
    if (failure.trouble === "forbidden") return empty(t("remote.forbidden"), t("remote.forbidden.hint"));
    if (failure.trouble === "missing") return empty(t("remote.missing"), t("remote.missing.hint"));
    return html`<div class="empty" role="alert">
      <p class="empty-title">${trouble(failure)}</p>
      <button type="button" class="button button-small" @click=${() => this.load()}>${t("access.retry")}</button>
    </div>`;
  }
}

/** One change asked of the gateway, and what came of it. */
export class Deed implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  busy = false;
  note = "";
  bad = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The answer, or null with the reason shown. */
  async run(method: Method, path: string, body: object | undefined, done: (answer: Json) => string): Promise<Json | null> {
    if (this.busy) return null;
    this.busy = true;
    this.note = "";
    this.#host.requestUpdate();
    const answer = await ask(method, path, body);
    this.busy = false;
    this.bad = !answer.ok;
    this.note = answer.ok ? done(answer.data) : trouble(answer);
    this.#host.requestUpdate();
    return answer.ok ? answer.data : null;
  }

  /** The region stands there before its text does. */
  show(): TemplateResult {
    return html`<p class="note small pad ${this.bad ? "error" : "muted"}" role="status">${this.note}</p>`;
  }
}

export interface Column {
  readonly head: string;
  readonly cell: (row: Json) => unknown;
  readonly num?: boolean;
  readonly mono?: boolean;
}

/** A table that becomes a list of records on a phone. The first column names the row. */
export function records(caption: string, columns: readonly Column[], rows: readonly Json[]): TemplateResult {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table class="plain records">
      <caption class="visually-hidden">${caption}</caption>
      <thead>
        <tr>${columns.map(({ head, num }) => html`<th scope="col" class=${num === true ? "num" : ""}>${head}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            ${columns.map(({ head, cell, num, mono }, index) => {
              const look = `${num === true ? "num" : ""} ${mono === true ? "mono" : ""}`.trim();
              return index === 0
                ? html`<th scope="row" class=${look}>${cell(row)}</th>`
                : html`<td class=${look} data-label=${head}>${cell(row)}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A card with a head, and a button that asks again. */
export function card(title: string, remote: Remote, body: TemplateResult, extra: unknown = nothing): TemplateResult {
  return html`<section class="card card-table">
    <div class="card-head">
      <h2>${title}</h2>
      <span class="grow"></span>
      ${extra}
      <button type="button" class="button button-small" ?disabled=${remote.loading} @click=${() => remote.load()}>
        ${t("remote.reload")}
      </button>
    </div>
    ${body}
  </section>`;
}

/** An event's content as it came, for who wants to see it. */
export function payload(value: unknown): TemplateResult | typeof nothing {
  if (value === null || value === undefined) return nothing;
  return html`<details class="payload">
    <summary class="small">${t("remote.content")}</summary>
    <pre>${typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>
  </details>`;
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
