/** The bell with its inbox, toasts that pass by, and the log that screen readers hear. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import * as format from "../format.ts";
import { settings } from "../settings.ts";
import type { Notice } from "../store/notices.ts";
import { store } from "../store/store.ts";
import { Watch } from "../store/topic.ts";
import { t } from "../text/texts.ts";
import { PageElement, define } from "./element.ts";
import { icons } from "./icons.ts";

const TOAST_MS = 7_000;
const TOASTS = 3;

/** A screen reader that never stops talking is switched off. */
const LOG_EVERY_MS = 3_000;
const LOG_LINES = 20;

class Notices extends PageElement {
  /** Ends of the toasts on show, wall clock ms. */
  readonly #toasts = new Map<Notice, number>();
  #held = false;
  #seen: Notice | undefined = undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #pending: Notice[] = [];
  #log: { readonly id: string; readonly line: string }[] = [];
  #alarm = "";
  #lastLog = 0;

  constructor() {
    super();
    new Watch(this, store.notices, settings);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#tick(), 500);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    this.#takeNew();
    const { all, unread } = store.notices;
    const name = unread > 0 ? `${t("notices.open")}, ${t("notices.unread", { n: unread })}` : t("notices.open");
    return html`
      <button type="button" class="icon-button" popovertarget="inbox" aria-label=${name} title=${name}>
        ${icons.bell}${unread > 0 ? html`<span class="count">${unread > 99 ? "99+" : unread}</span>` : nothing}
      </button>
      <section id="inbox" class="popover inbox" popover aria-label=${t("notices.open")} @toggle=${this.#toggled}>
        <h2>${t("notices.open")}</h2>
        ${all.length === 0
          ? html`<p class="muted">${t("notices.empty")}</p>`
          : html`<ul>
              ${repeat(all.slice(0, 60), (notice) => notice.id, (notice) => this.#entry(notice))}
            </ul>`}
      </section>
      <div class="toasts" @pointerenter=${() => (this.#held = true)} @pointerleave=${() => (this.#held = false)}>
        ${repeat([...this.#toasts.keys()], (notice) => notice.id, (notice) => this.#toast(notice))}
      </div>
      <div class="visually-hidden" role="log" aria-label=${t("notices.log")}>
        ${repeat(this.#log, (entry) => entry.id, (entry) => html`<p>${entry.line}</p>`)}
      </div>
      <div class="visually-hidden" role="alert">${this.#alarm}</div>
    `;
  }

  #entry(notice: Notice): TemplateResult {
    const body = html`<span class="entry-title">${notice.title}</span>
      <span class="entry-text">${notice.text}</span>
      <time class="muted small" datetime=${notice.at}>${format.dateTime(notice.at)}</time>`;
    return html`<li data-severity=${notice.severity}>
      ${notice.link === null ? html`<div>${body}</div>` : html`<a href=${notice.link}>${body}</a>`}
    </li>`;
  }

  #toast(notice: Notice): TemplateResult {
    return html`<div class="toast" data-severity=${notice.severity}>
      <div>
        <p class="entry-title">${notice.title}</p>
        <p class="entry-text">${notice.text}</p>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label=${t("notices.dismiss")}
        @click=${() => this.#dismiss(notice)}
      >
        ${icons.close}
      </button>
    </div>`;
  }

  #dismiss(notice: Notice): void {
    this.#toasts.delete(notice);
    this.#held = false;
    this.requestUpdate();
  }

  #toggled(event: Event): void {
    if ((event as ToggleEvent).newState === "open") store.notices.read();
  }

  #takeNew(): void {
    const fresh: Notice[] = [];
    for (const notice of store.notices.all) {
      if (notice === this.#seen) break;
      fresh.unshift(notice);
    }
    this.#seen = store.notices.all[0];
    for (const notice of fresh) {
      if (notice.toast) this.#toasts.set(notice, Date.now() + TOAST_MS);
      if (notice.severity === "critical") this.#alarm = `${notice.title}: ${notice.text}`;
      else if (notice.trade) this.#pending.push(notice);
    }
    for (const notice of [...this.#toasts.keys()].slice(0, -TOASTS)) this.#toasts.delete(notice);
  }

  #tick(): void {
    const now = Date.now();
    let changed = false;
    for (const [notice, end] of this.#toasts) {
      if (end < now && !this.#held) changed = this.#toasts.delete(notice) || changed;
    }
    if (this.#pending.length > 0 && now - this.#lastLog >= LOG_EVERY_MS) {
      const [first, ...more] = this.#pending;
      const line = `${first!.title}: ${first!.text}`;
      const summary = more.length === 0 ? "" : ` ${t("notices.summary", { n: more.length })}`;
      this.#log = [...this.#log, { id: first!.id, line: line + summary }].slice(-LOG_LINES);
      this.#pending = [];
      this.#lastLog = now;
      changed = true;
    }
    if (changed) this.requestUpdate();
  }
}

define("aa-notices", Notices);
